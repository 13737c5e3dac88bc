using LeaderHosting.Coordination;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Sessions;

/// <summary>Requests that come while others are under way travel together.</summary>
public sealed class RequestBatcherTests : BatcherTests
{
    [Fact]
    public async Task A_lone_transaction_is_sent_at_once_and_as_it_is()
    {
        var commit = Commit("/a");

        Assert.Equal(["/a"], Assert.Single(Requests).Paths);
        Requests[0].Succeed();
        Assert.Equal("/a", Assert.Single(await commit).Path);
    }

    [Fact]
    public async Task What_comes_while_four_are_under_way_travels_in_one_request()
    {
        var first = Enumerable.Range(0, 4).Select(i => Commit($"/first{i}")).ToList();
        var later = Enumerable.Range(0, 50).Select(i => Commit($"/later{i}", $"/data{i}")).ToList();
        Assert.Equal(4, Requests.Count);

        Requests[0].Succeed();
        await first[0].WaitAsync(Eventually.DefaultTimeout);

        var together = await RequestAsync(4);
        Assert.Equal(100, together.Paths.Count);
        together.Succeed();
        for (var i = 0; i < later.Count; i++)
        {
            Assert.Equal([$"/later{i}", $"/data{i}"], (await later[i].WaitAsync(Eventually.DefaultTimeout)).Select(static r => r.Path));
        }
    }

    [Fact]
    public async Task A_request_is_bounded_in_operations()
    {
        var commits = Enumerable.Range(0, 1000).Select(i => Commit($"/{i}")).ToList();
        await AnswerAllAsync(commits, static request =>
        {
            Assert.InRange(request.Paths.Count, 1, MostOperations);
            request.Succeed();
        });

        // Four alone, and the rest in as few as their size allows.
        Assert.Equal(4 + 4, Requests.Count);
    }

    [Fact]
    public async Task A_request_is_bounded_in_bytes()
    {
        var commits = Enumerable.Range(0, 8)
            .Select(i => CommitAsync([new CoordinationOperation.SetData($"/{i}", new byte[100 * 1024])], CancellationToken.None))
            .ToList();
        await AnswerAllAsync(commits, static request =>
        {
            Assert.Single(request.Paths);
            request.Succeed();
        });
    }

    [Fact]
    public async Task When_the_session_is_lost_all_that_wait_hear_of_it()
    {
        var held = new TaskCompletionSource<IReadOnlyList<int>>();
        var batcher = new RequestBatcher<string, int>(1, MostBytes, canBeRepeated: false, static _ => 1, FailAsync, FailAsync);
        var first = Enumerable.Range(0, 4).Select(_ => batcher.AskAsync(["held"], CancellationToken.None)).ToList();
        var waiting = Enumerable.Range(0, 20_000).Select(_ => batcher.AskAsync(["waits"], CancellationToken.None)).ToList();

        held.SetException(new CoordinationException(CoordinationFault.SessionLost, "over"));

        foreach (var request in first.Concat(waiting))
        {
            await Assert.ThrowsAsync<CoordinationException>(() => request.WaitAsync(Eventually.DefaultTimeout));
        }

        Task<IReadOnlyList<int>> FailAsync(IReadOnlyList<string> operations, CancellationToken cancellationToken) => held.Task;
    }

    [Fact]
    public async Task One_that_nobody_waits_for_any_more_is_not_sent()
    {
        Fill();
        using var cancellation = new CancellationTokenSource();
        var given = CommitAsync([new CoordinationOperation.Check("/given-up")], cancellation.Token);
        var kept = Commit("/kept");

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Requests[0].Succeed();

        var next = await RequestAsync(4);
        Assert.Equal(["/kept"], next.Paths);
        next.Succeed();
        await kept.WaitAsync(Eventually.DefaultTimeout);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task One_that_is_given_up_while_it_is_sent_hears_of_it_when_it_is_on_its_way(int together)
    {
        Fill();
        using var cancellation = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, together)
            .Select(i => CommitAsync([new CoordinationOperation.Check($"/{i}")], cancellation.Token))
            .ToList();
        var heardTooEarly = new TaskCompletionSource<bool>();
        OnSending = _ =>
        {
            cancellation.Cancel();
            heardTooEarly.SetResult(waiting.Exists(static commit => commit.IsCompleted));
        };
        Requests[0].Succeed();

        Assert.False(await heardTooEarly.Task.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(together, Requests[MostUnderWay].Paths.Count);
        foreach (var commit in waiting)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => commit.WaitAsync(Eventually.DefaultTimeout));
        }
    }
}

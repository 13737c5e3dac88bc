using LeaderHosting.Coordination;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Sessions;

/// <summary>Requests that come while others are under way travel together, and none hears of another's failure.</summary>
public sealed class RequestBatcherTests
{
    private const int MostOperations = 256;

    private readonly Lock _lock = new();
    private readonly List<Sent> _sent = [];
    private readonly RequestBatcher<CoordinationOperation, CoordinationResult> _batcher;

    public RequestBatcherTests()
    {
        _batcher = new(MostOperations, static o => o.Path.Length + o.DataLength, SendAsync, SendAsync);
    }

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
        await AnswerAllAsync(commits, static request => Assert.InRange(request.Paths.Count, 1, MostOperations));

        // Four alone, and the rest in as few as their size allows.
        Assert.Equal(4 + 4, Requests.Count);
    }

    [Fact]
    public async Task A_request_is_bounded_in_bytes()
    {
        var commits = Enumerable.Range(0, 8)
            .Select(i => CommitAsync([new CoordinationOperation.SetData($"/{i}", new byte[100 * 1024])], CancellationToken.None))
            .ToList();
        await AnswerAllAsync(commits, static request => Assert.Single(request.Paths));
    }

    [Fact]
    public async Task One_that_cannot_be_applied_fails_alone()
    {
        Fill();
        var good = Commit("/good");
        var bad = Commit("/bad");
        var other = Commit("/other");
        Requests[0].Succeed();
        (await RequestAsync(4)).Fail(new CoordinationException(CoordinationFault.NodeMissing, "/bad") { FailedOperation = 1 });

        Assert.Equal(["/other"], (await RequestAsync(7)).Paths);
        Assert.Equal(["/good"], Requests[5].Paths);
        Assert.Equal(["/bad"], Requests[6].Paths);
        Requests[5].Succeed();
        Requests[6].Fail(new CoordinationException(CoordinationFault.NodeMissing, "/bad") { FailedOperation = 0 });
        Requests[7].Succeed();

        await good.WaitAsync(Eventually.DefaultTimeout);
        await other.WaitAsync(Eventually.DefaultTimeout);
        var error = await Assert.ThrowsAsync<CoordinationException>(() => bad.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(0, error.FailedOperation);
    }

    [Theory]
    [InlineData(CoordinationFault.ConnectionLost)]
    [InlineData(CoordinationFault.SessionLost)]
    public async Task A_lost_request_is_lost_for_all_and_not_sent_again(CoordinationFault fault)
    {
        Fill();
        var commits = new[] { Commit("/a"), Commit("/b") };
        Requests[0].Succeed();
        (await RequestAsync(4)).Fail(new CoordinationException(fault, "lost"));

        foreach (var commit in commits)
        {
            Assert.Equal(fault, (await Assert.ThrowsAsync<CoordinationException>(() => commit.WaitAsync(Eventually.DefaultTimeout))).Fault);
        }

        Assert.Equal(5, Requests.Count);
    }

    [Fact]
    public async Task After_each_lost_connection_half_as_many_travel_together()
    {
        Fill();
        List<Task> lost = [.. Enumerable.Range(0, 2 * MostOperations).Select(i => Commit($"/lost{i}"))];
        Requests[0].Succeed();
        Requests[1].Succeed();
        await RequestAsync(5);
        List<Task> later = [.. Enumerable.Range(0, 2 * MostOperations).Select(i => Commit($"/later{i}"))];

        // Two are under way on the connection that breaks, which counts once.
        Requests[4].Fail(new CoordinationException(CoordinationFault.ConnectionLost, "lost"));
        Requests[5].Fail(new CoordinationException(CoordinationFault.ConnectionLost, "lost"));
        await AnswerAllAsync(later, static request => Assert.Equal(MostOperations / 2, request.Paths.Count), from: 6);

        Assert.All(lost, static commit => Assert.True(commit.IsFaulted));
        Assert.Equal(6 + 4, Requests.Count);
    }

    [Fact]
    public async Task When_the_session_is_lost_all_that_wait_hear_of_it()
    {
        var held = new TaskCompletionSource<IReadOnlyList<int>>();
        var batcher = new RequestBatcher<string, int>(1, static _ => 1, FailAsync, FailAsync);
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

    [Fact]
    public async Task One_that_was_given_up_under_way_is_not_sent_again()
    {
        Fill();
        using var cancellation = new CancellationTokenSource();
        var given = CommitAsync([new CoordinationOperation.Check("/given-up")], cancellation.Token);
        var bad = Commit("/bad");
        Requests[0].Succeed();
        var together = await RequestAsync(4);

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        together.Fail(new CoordinationException(CoordinationFault.NodeMissing, "/bad") { FailedOperation = 1 });
        (await RequestAsync(5)).Fail(new CoordinationException(CoordinationFault.NodeMissing, "/bad") { FailedOperation = 0 });

        await Assert.ThrowsAsync<CoordinationException>(() => bad.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(["/bad"], Requests[5].Paths);
        Assert.Equal(6, Requests.Count);
    }

    [Fact]
    public async Task A_client_that_throws_leaves_nobody_waiting()
    {
        Fill();
        var commits = new[] { Commit("/a"), Commit("/b") };
        Requests[0].Succeed();
        (await RequestAsync(4)).Fail(new InvalidOperationException("a fault of the client"));

        foreach (var commit in commits)
        {
            await Assert.ThrowsAsync<InvalidOperationException>(() => commit.WaitAsync(Eventually.DefaultTimeout));
        }

        // And the way is free again.
        _ = Commit("/after");
        Assert.Equal(["/after"], (await RequestAsync(5)).Paths);
    }

    /// <summary>What has been sent so far.</summary>
    private List<Sent> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>The request of an index, when it has been sent.</summary>
    private async Task<Sent> RequestAsync(int index)
    {
        await Eventually.TrueAsync(() => Requests.Count > index, $"request {index}");
        return Requests[index];
    }

    private async Task AnswerAllAsync(IReadOnlyList<Task> commits, Action<Sent> assert, int from = 0)
    {
        for (var i = from; commits.Any(static c => !c.IsCompleted); i++)
        {
            await Eventually.TrueAsync(() => Requests.Count > i || commits.All(static c => c.IsCompleted), $"request {i}");
            if (Requests.Count > i)
            {
                assert(Requests[i]);
                Requests[i].Succeed();
            }
        }
    }

    /// <summary>So many requests that those after them have to wait.</summary>
    private void Fill()
    {
        for (var i = 0; i < 4; i++)
        {
            _ = Commit($"/fill{i}");
        }
    }

    private Task<IReadOnlyList<CoordinationResult>> Commit(params string[] paths) =>
        CommitAsync([.. paths.Select(static p => new CoordinationOperation.Check(p))], CancellationToken.None);

    private Task<IReadOnlyList<CoordinationResult>> CommitAsync(CoordinationOperation[] operations, CancellationToken cancellationToken) =>
        _batcher.AskAsync(operations, cancellationToken);

    private Task<IReadOnlyList<CoordinationResult>> SendAsync(IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken)
    {
        var sent = new Sent([.. operations.Select(static o => o.Path)]);
        lock (_lock)
        {
            _sent.Add(sent);
        }

        return sent.Answer;
    }

    /// <summary>A request under way.</summary>
    private sealed class Sent(IReadOnlyList<string> paths)
    {
        private readonly TaskCompletionSource<IReadOnlyList<CoordinationResult>> _answer = new();

        public IReadOnlyList<string> Paths => paths;

        public Task<IReadOnlyList<CoordinationResult>> Answer => _answer.Task;

        public void Succeed() => _answer.SetResult([.. paths.Select(static p => new CoordinationResult(0, 0, p))]);

        public void Fail(Exception error) => _answer.SetException(error);
    }
}

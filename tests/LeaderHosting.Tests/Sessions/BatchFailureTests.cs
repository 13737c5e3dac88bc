using LeaderHosting.Coordination;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Sessions;

/// <summary>Of requests that travel together none hears of another's failure.</summary>
public sealed class BatchFailureTests : BatcherTests
{
    [Fact]
    public async Task One_that_cannot_be_applied_fails_alone()
    {
        Fill();
        var good = Commit("/good");
        var bad = Commit("/bad");
        var other = Commit("/other");
        Requests[0].Succeed();
        (await RequestAsync(4)).Fail(Bad(1));

        Assert.Equal(["/bad"], (await RequestAsync(5)).Paths);
        Requests[5].Fail(Bad(0));
        Assert.Equal(["/good", "/other"], (await RequestAsync(6)).Paths);
        Requests[6].Succeed();

        await good.WaitAsync(Eventually.DefaultTimeout);
        await other.WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal(0, (await FailureOfAsync(bad)).FailedOperation);
        Assert.Equal(7, Requests.Count);
    }

    [Fact]
    public async Task The_failed_operation_is_told_to_whom_it_belongs()
    {
        Fill();
        List<Task> good = [Commit("/a", "/b"), Commit("/c")];
        var bad = Commit("/d", "/bad");
        Requests[0].Succeed();
        await AnswerAllAsync([.. good, bad], AnswerByName, from: 4);

        Assert.Equal(["/d", "/bad"], Requests[5].Paths);
        Assert.Equal(["/a", "/b", "/c"], Requests[6].Paths);
        Assert.Equal(1, (await FailureOfAsync(bad)).FailedOperation);
    }

    [Fact]
    public async Task After_three_that_fail_the_others_go_by_themselves()
    {
        Fill();
        List<Task> good = [Commit("/good0"), Commit("/good1")];
        List<Task> bad = [.. Enumerable.Range(0, 4).Select(i => Commit($"/bad{i}"))];
        Requests[0].Succeed();
        await AnswerAllAsync([.. good, .. bad], AnswerByName, from: 4);

        Assert.Equal([6, 1, 5, 1, 4, 1, 1, 1, 1], Requests.Skip(4).Select(static request => request.Paths.Count));
        Assert.All(good, static commit => Assert.True(commit.IsCompletedSuccessfully));
        Assert.All(bad, static commit => Assert.True(commit.IsFaulted));
    }

    [Fact]
    public async Task However_many_fail_no_more_than_a_few_in_the_place_of_each_are_under_way()
    {
        var most = 0;
        OnSending = _ => most = Math.Max(most, Requests.Count(static request => !request.Answer.IsCompleted));
        Fill();
        List<Task> commits = [.. Enumerable.Range(0, 4 * MostOperations).Select(i => Commit(i % 50 == 7 ? $"/bad{i}" : $"/{i}"))];
        await AnswerAllAsync(commits, AnswerByName);

        Assert.InRange(most, MostUnderWay + 1, MostUnderWay * MostAlone);
        Assert.All(commits, (commit, i) => Assert.Equal(i % 50 == 7, commit.IsFaulted));
    }

    [Fact]
    public async Task Where_all_fail_each_hears_of_it_and_whoever_comes_next_is_served()
    {
        Fill();
        List<Task> commits = [.. Enumerable.Range(0, 4 * MostOperations).Select(i => Commit($"/bad{i}"))];
        await AnswerAllAsync(commits, AnswerByName);
        Assert.All(commits, static commit => Assert.True(commit.IsFaulted));

        var sent = Requests.Count;
        await AnswerAllAsync([Commit("/good")], AnswerByName, from: sent);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(99)]
    public async Task Where_nobody_says_which_has_failed_it_is_sought_by_halves(int failedOperation)
    {
        Fill();
        List<Task> good = [Commit("/a"), Commit("/b"), Commit("/c")];
        var bad = Commit("/bad");
        Requests[0].Succeed();
        await AnswerAllAsync(
            [.. good, bad],
            request =>
            {
                if (request.Paths.Contains("/bad"))
                {
                    request.Fail(Bad(failedOperation));
                }
                else
                {
                    request.Succeed();
                }
            },
            from: 4);

        Assert.Equal(["/a /b /c /bad", "/a /b", "/c /bad", "/c", "/bad"], Requests.Skip(4).Select(static request => string.Join(' ', request.Paths)));
        Assert.All(good, static commit => Assert.True(commit.IsCompletedSuccessfully));
        await FailureOfAsync(bad);
    }

    [Fact]
    public async Task What_has_nothing_to_do_with_the_requests_fails_all_and_none_goes_again()
    {
        Fill();
        var commits = new[] { Commit("/a"), Commit("/b") };
        Requests[0].Succeed();
        (await RequestAsync(4)).Fail(new CoordinationException(CoordinationFault.Other, "throttled") { IsUnrelatedToContent = true });

        foreach (var commit in commits)
        {
            Assert.Equal("throttled", (await FailureOfAsync(commit)).Message);
        }

        Assert.Equal(5, Requests.Count);
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
        await AnswerAllAsync(later, static request =>
        {
            Assert.Equal(MostOperations / 2, request.Paths.Count);
            request.Succeed();
        }, from: 6);

        Assert.All(lost, static commit => Assert.True(commit.IsFaulted));
        Assert.Equal(6 + 4, Requests.Count);
    }

    [Fact]
    public async Task A_loss_that_has_nothing_to_do_with_the_length_changes_nothing()
    {
        Fill();
        List<Task> lost = [.. Enumerable.Range(0, MostOperations).Select(i => Commit($"/lost{i}"))];
        Requests[0].Succeed();
        List<Task> later = [.. Enumerable.Range(0, MostOperations).Select(i => Commit($"/later{i}"))];
        (await RequestAsync(4)).Fail(new CoordinationException(CoordinationFault.ConnectionLost, "moved") { IsUnrelatedToContent = true });

        Assert.Equal(MostOperations, (await RequestAsync(5)).Paths.Count);
        Assert.All(lost, static commit => Assert.True(commit.IsFaulted));
        Assert.All(later, static commit => Assert.False(commit.IsCompleted));
    }

    [Fact]
    public async Task When_all_goes_well_again_more_travel_together()
    {
        Fill();
        List<Task> lost = [Commit("/a"), Commit("/b")];
        Requests[0].Succeed();
        var together = await RequestAsync(4);
        List<Task> later = [.. Enumerable.Range(0, 200).Select(i => Commit($"/{i}"))];
        together.Fail(new CoordinationException(CoordinationFault.ConnectionLost, "lost"));
        await AnswerAllAsync(later, static request => request.Succeed(), from: 5);

        Assert.All(lost, static commit => Assert.True(commit.IsFaulted));
        Assert.Equal([1, 2, 4, 8], Requests.Skip(5).Select(static request => request.Paths.Count).Distinct());
        Assert.Equal(16, Requests.Skip(5).Count(static request => request.Paths.Count == 4));
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
        together.Fail(Bad(1));
        (await RequestAsync(5)).Fail(Bad(0));

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

    private static async Task<CoordinationException> FailureOfAsync(Task commit) =>
        await Assert.ThrowsAsync<CoordinationException>(() => commit.WaitAsync(Eventually.DefaultTimeout));

    private static CoordinationException Bad(int operation) => new(CoordinationFault.NodeMissing, "/bad") { FailedOperation = operation };

    /// <summary>Answers as a server where the paths that begin with "/bad" are missing.</summary>
    private static void AnswerByName(Sent request)
    {
        var bad = request.Paths.ToList().FindIndex(static path => path.StartsWith("/bad", StringComparison.Ordinal));
        if (bad < 0)
        {
            request.Succeed();
        }
        else
        {
            request.Fail(Bad(bad));
        }
    }
}

using LeaderHosting.TestKit;

namespace LeaderHosting.Testing.Tests.Fakes;

public sealed class FakeLeadershipTests
{
    private readonly List<string> _calls = [];

    [Fact]
    public async Task A_promotion_starts_the_services_in_order_and_a_demotion_stops_them_in_reverse()
    {
        await using var leadership = new FakeLeadership(new Recorder("a", _calls), new Recorder("b", _calls));
        Assert.False(leadership.IsLeader);

        var term = await leadership.PromoteAsync();
        Assert.True(leadership.IsLeader);
        Assert.Same(term, leadership.CurrentTerm);
        Assert.Same(term, await leadership.WaitForLeadershipAsync());
        Assert.Equal((LeadershipRole.Leader, LeadershipPhase.Leading, term.Number), (leadership.Status.Role, leadership.Status.Phase, leadership.Status.Term));
        Assert.Equal("test-node", (await leadership.GetLeaderAsync())?.Name);

        await leadership.DemoteAsync();
        Assert.Equal(["start a 1", "start b 1", "stop b", "stop a"], _calls);
        Assert.True(term.CancellationToken.IsCancellationRequested);
        Assert.False(term.IsValid);
        Assert.Null(leadership.CurrentTerm);
        Assert.Equal(LeadershipRole.Follower, leadership.Status.Role);
        Assert.Null(await leadership.GetLeaderAsync());
        Assert.False(leadership.WaitForLeadershipAsync().IsCompleted);
    }

    [Fact]
    public async Task Terms_and_tokens_grow()
    {
        await using var leadership = new FakeLeadership();
        var first = await leadership.PromoteAsync();
        await leadership.ResignAsync();
        var second = await leadership.PromoteAsync();

        Assert.Equal(first.Number + 1, second.Number);
        Assert.True(second.FencingToken > first.FencingToken);
        await Assert.ThrowsAsync<InvalidOperationException>(leadership.PromoteAsync);
    }

    [Fact]
    public async Task A_node_that_is_paused_does_not_lead_until_it_resumes()
    {
        await using var leadership = new FakeLeadership(new Recorder("a", _calls));
        await leadership.PromoteAsync();

        await leadership.PauseAsync();
        Assert.Equal(["start a 1", "stop a"], _calls);
        Assert.Equal((true, LeadershipPhase.Observing), (leadership.Status.IsPaused, leadership.Status.Phase));
        Assert.Empty(await leadership.GetCandidatesAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(leadership.PromoteAsync);

        await leadership.ResumeAsync();
        Assert.Equal((false, LeadershipPhase.Waiting), (leadership.Status.IsPaused, leadership.Status.Phase));
        await leadership.PromoteAsync();
        Assert.Equal("start a 2", _calls[^1]);
    }

    [Fact]
    public async Task A_node_can_be_followed_only_by_another_candidate()
    {
        await using var leadership = new FakeLeadership { OtherCandidates = ["b"] };
        await leadership.PromoteAsync();

        var unknown = await Assert.ThrowsAsync<ArgumentException>(() => leadership.ResignAsync("c"));
        Assert.Contains("there are 'test-node', 'b'", unknown.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentException>(() => leadership.ResignAsync("test-node"));
        await Assert.ThrowsAsync<ArgumentException>(() => leadership.ResignAsync(""));
        Assert.True(leadership.IsLeader);
        Assert.Equal(["test-node", "b"], (await leadership.GetCandidatesAsync()).Select(static candidate => candidate.Name));

        await leadership.ResignAsync("b");
        Assert.False(leadership.IsLeader);
        await leadership.ResignAsync("c");
    }

    [Fact]
    public async Task A_lost_lease_ends_the_term_and_tells_nobody()
    {
        await using var leadership = new FakeLeadership(new Recorder("a", _calls));
        var term = await leadership.PromoteAsync();

        leadership.Lose();

        Assert.False(leadership.IsLeader);
        Assert.Equal(TimeSpan.Zero, term.LeaseRemaining);
        Assert.Throws<LeadershipLostException>(term.ThrowIfLost);
        Assert.False(term.CancellationToken.IsCancellationRequested);
        Assert.Equal(["start a 1"], _calls);

        await leadership.DemoteAsync();
        Assert.Equal(["start a 1", "stop a"], _calls);
    }

    [Fact]
    public async Task A_service_that_fails_to_start_has_the_others_stopped()
    {
        await using var leadership = new FakeLeadership(new Recorder("a", _calls), new Recorder("b", _calls) { Fails = true }, new Recorder("c", _calls));

        await Assert.ThrowsAsync<NotSupportedException>(leadership.PromoteAsync);

        Assert.Equal(["start a 1", "start b 1", "stop a"], _calls);
        Assert.Equal(LeadershipRole.Follower, leadership.Status.Role);
        Assert.False(leadership.IsLeader);
    }

    [Fact]
    public async Task A_watcher_sees_every_change_until_the_end()
    {
        var leadership = new FakeLeadership();
        var seen = new List<LeadershipPhase>();
        await using var watcher = leadership.WatchAsync().GetAsyncEnumerator();
        await watcher.MoveNextAsync();
        seen.Add(watcher.Current.Phase);

        await leadership.PromoteAsync();
        await leadership.DisposeAsync();
        while (await watcher.MoveNextAsync().AsTask().WaitAsync(Eventually.DefaultTimeout))
        {
            seen.Add(watcher.Current.Phase);
        }

        Assert.Equal(
            [LeadershipPhase.Waiting, LeadershipPhase.Starting, LeadershipPhase.Leading, LeadershipPhase.Stopping, LeadershipPhase.Waiting], seen);
        await Assert.ThrowsAsync<InvalidOperationException>(() => leadership.WaitForLeadershipAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(leadership.PromoteAsync);
    }

    [Fact]
    public async Task A_lost_lease_is_seen_in_the_status_and_not_waited_for()
    {
        await using var leadership = new FakeLeadership();
        var term = await leadership.PromoteAsync();

        leadership.Lose();

        Assert.Equal((LeadershipRole.Follower, LeadershipPhase.Stopping), (leadership.Status.Role, leadership.Status.Phase));
        Assert.Null(leadership.Status.Leader);
        var waiting = leadership.WaitForLeadershipAsync();
        Assert.False(waiting.IsCompleted);

        await leadership.DemoteAsync();
        var next = await leadership.PromoteAsync();
        Assert.Same(next, await waiting.WaitAsync(Eventually.DefaultTimeout));
        Assert.NotSame(term, next);
    }

    [Fact]
    public async Task Whatever_fails_while_it_stops_all_are_stopped_and_the_test_gets_to_see_it()
    {
        await using var leadership = new FakeLeadership(new Recorder("a", _calls), new Recorder("b", _calls) { FailsToStop = true });
        var term = await leadership.PromoteAsync();
        using var callback = term.CancellationToken.Register(static () => throw new NotSupportedException("callback"));

        var error = await Assert.ThrowsAsync<AggregateException>(leadership.DemoteAsync);

        Assert.Equal(["b", "callback"], error.InnerExceptions.Select(static e => e.Message));
        Assert.Equal(["start a 1", "start b 1", "stop b", "stop a"], _calls);
        Assert.Equal((LeadershipRole.Follower, LeadershipPhase.Waiting), (leadership.Status.Role, leadership.Status.Phase));
        Assert.Equal(2, (await leadership.PromoteAsync()).Number);
        await Assert.ThrowsAsync<AggregateException>(leadership.DemoteAsync);
    }

    [Fact]
    public async Task A_failed_start_is_not_hidden_by_a_failed_stop()
    {
        await using var leadership = new FakeLeadership(new Recorder("a", _calls) { FailsToStop = true }, new Recorder("b", _calls) { Fails = true });

        var error = await Assert.ThrowsAsync<AggregateException>(leadership.PromoteAsync);

        Assert.Equal(["b", "a"], error.InnerExceptions.Select(static e => e.Message));
        Assert.Equal(LeadershipPhase.Waiting, leadership.Status.Phase);
    }

    [Fact]
    public async Task A_disposal_in_which_a_stop_fails_shuts_the_election_down()
    {
        var leadership = new FakeLeadership(new Recorder("a", _calls) { FailsToStop = true });
        await leadership.PromoteAsync();

        await Assert.ThrowsAsync<AggregateException>(async () => await leadership.DisposeAsync());

        await Assert.ThrowsAsync<InvalidOperationException>(() => leadership.WaitForLeadershipAsync());
    }

    [Fact]
    public async Task A_watcher_that_has_gone_is_forgotten()
    {
        await using var leadership = new FakeLeadership();
        using var giveUp = new CancellationTokenSource();

        await foreach (var _ in leadership.WatchAsync(CancellationToken.None))
        {
            Assert.Equal(1, leadership.WatcherCount);
            break;
        }

        var waiting = leadership.WaitForLeadershipAsync(giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        Assert.Equal(0, leadership.WatcherCount);
    }

    private sealed class Recorder(string name, List<string> calls) : ILeaderOnlyService
    {
        public bool Fails { get; init; }

        public bool FailsToStop { get; init; }

        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            calls.Add($"start {name} {term.Number}");
            return Fails ? Task.FromException(new NotSupportedException(name)) : Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            calls.Add($"stop {name}");
            return FailsToStop ? Task.FromException(new NotSupportedException(name)) : Task.CompletedTask;
        }
    }
}

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

    private sealed class Recorder(string name, List<string> calls) : ILeaderOnlyService
    {
        public bool Fails { get; init; }

        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            calls.Add($"start {name} {term.Number}");
            return Fails ? Task.FromException(new NotSupportedException(name)) : Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            calls.Add($"stop {name}");
            return Task.CompletedTask;
        }
    }
}

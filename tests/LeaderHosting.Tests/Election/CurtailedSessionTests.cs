using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Servers whose bounds on session timeouts differ: a session is resumed on one of them with another timeout than it was made with.</summary>
public sealed class CurtailedSessionTests : ElectionStory
{
    private static readonly TimeSpan LongStopBudget = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan ShorterTimeout = TimeSpan.FromSeconds(2);

    [Fact]
    public async Task A_leader_with_a_shorter_timeout_stops_at_once_and_its_session_lives_until_it_has_stopped()
    {
        var a = await World.LeaderAsync("a", s => s with { StopBudget = LongStopBudget });
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var term = a.Term!;
        var session = a.Network.Current;
        a.Service.OnStop = _ => Task.Delay(LongStopBudget - ElectionWorld.Step, a.Clock, CancellationToken.None);

        MoveToServer(a, ShorterTimeout);
        await World.StillAsync(() => Journal.Count("a stops") == 1, "a to be told to stop");
        Assert.False(term.IsValid);
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
        Assert.True(session.IsAbandoned);
        Assert.False(session.IsClosed);
        var told = Assert.Single(a.Logs.WithEventId(5102));
        Assert.Contains("Resumed with a timeout of 2 s in place of 10 s", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whether_the_stop_budget_fits_is_asked_again_under_the_shorter_timeout()
    {
        var a = await World.LeaderAsync("a", s => s with { StopBudget = LongStopBudget });

        MoveToServer(a, ShorterTimeout);
        await World.UntilAsync(() => a.Logs.WithEventId(4109).Any(), "a to be told that it can't lead");

        Assert.Equal(ShorterTimeout, a.Hub.Status.Timeout);
        Assert.Equal(2, a.Network.Sessions.Count);
        Assert.False(a.IsLeader);
    }

    [Fact]
    public async Task A_follower_with_a_shorter_timeout_stands_again_in_a_new_session()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var formerCandidate = b.Candidate;

        MoveToServer(b, ShorterTimeout);
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting && b.Candidate != formerCandidate, "b to wait again");
        await World.PassAsync(T);

        Assert.Equal([a.Candidate!, b.Candidate!], World.Queue);
        Assert.Equal(ShorterTimeout, b.Hub.Status.Timeout);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task A_longer_timeout_changes_nothing()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var term = a.Term;

        MoveToServer(a, 2 * T);
        await World.PassAsync(3 * T);

        Assert.Same(term, a.Term);
        Assert.True(a.IsLeader);
        Assert.InRange(a.Term!.LeaseRemaining, TimeSpan.Zero, T);
        Assert.Single(a.Network.Sessions);
    }

    private static void MoveToServer(ElectionNode node, TimeSpan grantedTimeout)
    {
        node.Network.Cut();
        node.Network.GrantedTimeout = grantedTimeout;
        node.Network.Restore();
    }
}

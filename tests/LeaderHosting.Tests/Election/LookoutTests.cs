using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>When a node looks who leads. The clock stands still where nothing else is said.</summary>
public sealed class LookoutTests : ElectionStory
{
    [Fact]
    public async Task Whoever_stands_behind_another_knows_at_once_who_leads_in_each_session()
    {
        await World.LeaderAsync("a");
        var b = World.Add("b");
        b.Start();
        await World.StillAsync(() => b.Status.Leader?.Name == "a", "b to know the leader");

        World.Ensemble.Expire(b.Network.Current.Id);
        b.Network.Cut();
        b.Network.Restore();
        await World.StillAsync(() => b.Network.Sessions.Count == 2 && b.Phase == LeadershipPhase.Waiting && b.Status.Leader?.Name == "a", "b to know the leader again");
    }

    [Fact]
    public async Task Whoever_only_looks_on_knows_at_once_who_leads()
    {
        await World.LeaderAsync("a");
        var b = World.Add("b", static settings => settings with { Candidate = false });
        b.Start();

        await World.StillAsync(() => b.Phase == LeadershipPhase.Observing && b.Status.Leader?.Name == "a", "b to know the leader");
    }

    [Fact]
    public async Task Whoever_comes_to_lead_at_once_does_not_look()
    {
        var first = await World.LeaderAsync("first");
        await InNoTimeAsync(first.CloseAsync(), "the path to be there, and nobody");
        var a = World.Add("a");
        a.Start();
        await World.StillAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        await World.SettleAsync();

        // The record, with how many stand there; and the candidate with the claim.
        Assert.Equal([FakeRequestKind.Get, FakeRequestKind.Commit], a.Network.Requests.Select(static r => r.Kind));
    }

    [Fact]
    public async Task After_it_was_disposed_of_nobody_looks()
    {
        await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await b.Election.DisposeAsync();
        await World.SettleAsync();
        var before = b.Network.Requests.Count;

        b.Election.FreshenLeader(TimeSpan.FromTicks(-1));
        await World.PassAsync(2 * T);

        Assert.Equal(before, b.Network.Requests.Count);
    }
}

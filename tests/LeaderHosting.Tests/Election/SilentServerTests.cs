using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Servers that keep a session alive, as by answers to pings, and answer nothing else. A node on one must not wait there for ever, whatever it waits for.</summary>
public sealed class SilentServerTests : ElectionStory
{
    [Fact]
    public async Task A_master_on_its_way_out_hands_over_through_another_server()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        // The keeper of the lease leaves the first one soon, since it has answered proofs. The second never has.
        Silence(a, servers: 2);
        var resigning = a.Election.ResignAsync(CancellationToken.None);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.HandingOver, "a to hand over");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait again");
        await resigning;
        Assert.Single(a.Network.Sessions);
    }

    /// <summary>The proofs of a new session begin a moment after its last commit; a server that falls silent in between is found out with the first of them.</summary>
    [Fact]
    public async Task A_new_master_leaves_a_server_that_falls_silent_right_after_the_claim()
    {
        var a = await World.LeaderAsync("a");
        Silence(a, servers: 1);

        await World.UntilAsync(() => a.Network.Current.Connection?.Ordinal == 2, "a to go to another server", limit: T / 4);
        await World.PassAsync(2 * T);

        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Theory]
    [InlineData(nameof(FakeRequestKind.Create))]
    [InlineData(nameof(FakeRequestKind.GetChildren))]
    [InlineData(nameof(FakeRequestKind.Get))]
    [InlineData(nameof(FakeRequestKind.Commit))]
    public async Task A_candidate_comes_to_lead_through_another_server_whatever_it_was_that_was_not_answered(string kind)
    {
        // Step by step: what joins and claims in one is refused.
        var a = World.Add("a");
        a.Network.Decide(request =>
            request.Kind.ToString() == kind && a.Network.Current.Connection?.Ordinal == 1 ? RequestFate.Held
            : request is { IsRegistration: true, IsClaim: true } ? RequestFate.Refused
            : RequestFate.Answered);
        a.Start();

        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Equal(2, a.Network.Current.Connection?.Ordinal);
        Assert.Single(a.Network.Sessions);
    }

    [Fact]
    public async Task A_quorum_that_answers_nobody_for_long_is_not_stormed_and_found_when_it_is_back()
    {
        var a = await World.LeaderAsync("a");
        Silence(a, servers: int.MaxValue);

        await World.PassAsync(40 * T);
        Assert.NotEqual(LeadershipPhase.Leading, a.Phase);
        Assert.InRange(a.Network.Current.Connection!.Ordinal, 6, 10);

        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");
        Assert.Single(a.Network.Sessions);
    }

    /// <summary>As when somebody closes a session that is just moving to another server.</summary>
    [Fact]
    public async Task A_session_that_the_quorum_has_ended_is_replaced_though_its_server_keeps_the_connection()
    {
        var a = World.Add("a");
        a.Network.Decide(request =>
            a.Network.Sessions.Count == 1 && request.Kind is (FakeRequestKind.Create or FakeRequestKind.Commit) ? RequestFate.Disowned : RequestFate.Answered);
        a.Start();

        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Equal(2, a.Network.Sessions.Count);
    }

    [Fact]
    public async Task A_handover_that_is_refused_because_the_session_has_ended_is_over()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        a.Network.DecideOnce(static request => request.IsHandover, RequestFate.Disowned);
        var resigning = a.Election.ResignAsync(CancellationToken.None);
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait again");
        await resigning;

        Assert.Equal(2, a.Network.Sessions.Count);
    }

    /// <summary>The present server of a node, and those it tries after it, answer nothing more.</summary>
    private static void Silence(ElectionNode node, int servers)
    {
        var last = node.Network.Current.Connection!.Ordinal + servers - 1;
        node.Network.Decide(_ => node.Network.Current.Connection?.Ordinal <= last ? RequestFate.Held : RequestFate.Answered);
    }
}

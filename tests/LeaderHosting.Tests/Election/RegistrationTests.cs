using LeaderHosting.Coordination;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Joining the queue: once, in the present session, whatever happens to the connection and to the nodes meanwhile.</summary>
public sealed class RegistrationTests : ElectionStory
{
    [Fact]
    public async Task The_path_is_created_with_its_parents_and_the_node_is_named_as_curator_names_it()
    {
        var a = await World.LeaderAsync("web-ä");

        var node = World.Ensemble.Tree.Find($"{ElectionWorld.Path}/{a.Candidate}")!;
        Assert.Matches("^_c_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-latch-[0-9]{10}$", a.Candidate);
        Assert.Equal("web-ä"u8.ToArray(), node.Data.ToArray());
        Assert.Equal(a.Network.Current.Id, node.Owner);
        Assert.Equal(0, World.Ensemble.Tree.Find("/dmonitor")!.Owner);
        Assert.Equal(0, World.Ensemble.Tree.Find(ElectionWorld.Path)!.Owner);
    }

    [Theory]
    [InlineData(RequestFate.AnswerLost)]
    [InlineData(RequestFate.Lost)]
    internal async Task A_create_whose_answer_is_lost_leaves_exactly_one_node(RequestFate fate)
    {
        var a = await World.LeaderAsync("a");
        var b = World.Add("b");
        b.Network.DecideOnce(static r => r.IsRegistration, fate);

        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting, "b to wait");

        Assert.Equal([a.Candidate!, b.Candidate!], World.Queue);
        Assert.Empty(b.Logs.WithEventId(4108));
    }

    [Fact]
    public async Task Creates_whose_answers_are_lost_again_and_again_leave_exactly_one_node()
    {
        await World.LeaderAsync("a");
        var b = World.Add("b");
        var lost = 0;
        b.Network.Decide(r => !r.IsRegistration ? RequestFate.Answered
            : Interlocked.Increment(ref lost) <= 3 ? RequestFate.Lost
            : lost == 4 ? RequestFate.AnswerLost
            : RequestFate.Answered);

        b.Start();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting, "b to wait");

        Assert.Equal(4, lost);
        Assert.Equal(2, World.Queue.Count);
    }

    [Theory]
    [InlineData(RequestFate.AnswerLost)]
    [InlineData(RequestFate.Lost)]
    internal async Task A_connection_lost_while_the_path_is_being_created_costs_nothing(RequestFate fate)
    {
        var a = World.Add("a");
        a.Network.DecideOnce(static r => r.Kind == FakeRequestKind.Create && !r.IsRegistration, fate);

        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead", limit: T);

        Assert.Single(World.Queue);
        Assert.Empty(a.Logs.WithEventId(4108));
    }

    /// <summary>The root is often closed to applications; their part of the tree has been made for them.</summary>
    [Fact]
    public async Task Parents_that_exist_need_not_be_creatable()
    {
        World.Ensemble.ByHand(static (tree, zxid) => tree.Create("/dmonitor", default, 0, sequential: false, zxid, out _));
        World.Ensemble.ForbidCreation("/");

        await World.LeaderAsync("a");
    }

    [Fact]
    public async Task A_registration_that_is_refused_is_tried_again_later_and_later_and_said_aloud()
    {
        var a = World.Add("a");
        a.Network.Decide(static r => r.IsRegistration ? RequestFate.Refused : RequestFate.Answered);
        a.Start();
        await World.PassAsync(6 * T);

        var tries = a.Logs.WithEventId(4108).Count;
        Assert.InRange(tries, 4, 10);
        Assert.Contains("join the queue", a.Status.LastError, StringComparison.Ordinal);

        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        Assert.Null(a.Status.LastError);
    }

    [Fact]
    public async Task A_follower_that_registered_after_all_no_longer_complains()
    {
        await World.LeaderAsync("a");
        var b = World.Add("b");
        b.Network.DecideOnce(static r => r.IsRegistration, RequestFate.Refused);
        b.Start();

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting, "b to wait");

        Assert.Single(b.Logs.WithEventId(4108));
        Assert.Null(b.Status.LastError);
    }

    /// <summary>CURATOR-620, CURATOR-653: a second reconnect comes while the first is still being dealt with.</summary>
    [Fact]
    public async Task Interleaved_reconnects_leave_one_node_and_one_leader()
    {
        var a = World.Add("a");
        a.Network.Decide(static r => r.IsRegistration ? RequestFate.Held : RequestFate.Answered);
        a.Start();
        await World.UntilAsync(() => a.Network.IsHolding, "a to register");

        a.Network.Current.Break("once");
        a.Network.Current.Break("twice");
        a.Network.Release();
        a.Network.Current.Break("three times");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        for (var i = 0; i < 5; i++)
        {
            a.Network.Current.Break("again");
        }

        await World.PassAsync(2 * T);

        Assert.Equal([a.Candidate!], World.Queue);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task A_session_lost_while_registering_in_it_leaves_one_node()
    {
        var a = World.Add("a");
        a.Network.Decide(static r => r.IsRegistration ? RequestFate.Held : RequestFate.Answered);
        a.Start();
        await World.UntilAsync(() => a.Network.IsHolding, "a to register");

        World.Ensemble.Expire(a.Network.Current.Id);
        a.Network.Release();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        Assert.Equal([a.Candidate!], World.Queue);
    }

    /// <summary>CURATOR-696: reconnected in a new session, and trusted the node of the old one.</summary>
    [Fact]
    public async Task A_new_session_never_trusts_the_node_of_an_old_one()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var former = a.Candidate!;
        a.Network.Cut();
        await World.UntilAsync(() => World.Queue.Count == 0, "the session to expire");

        // As if the server that a comes back to had not heard of the deletion yet.
        World.Ensemble.ByHand((tree, zxid) => tree.Create($"{ElectionWorld.Path}/{former}", "a"u8.ToArray(), owner: 1, sequential: false, zxid, out _));
        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait behind its former self");
        await World.PassAsync(3 * T);

        Assert.NotEqual(former, a.Candidate);
        Assert.Equal([former, a.Candidate!], World.Queue);
        Assert.False(a.IsLeader);

        World.Ensemble.ByHand((tree, _) => tree.Delete($"{ElectionWorld.Path}/{former}"));
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
    }

    /// <summary>CURATOR-202, CURATOR-645: the own old node is still there after a reconnect, and blocks the election.</summary>
    [Fact]
    public async Task An_own_node_of_an_old_session_blocks_nothing_for_longer_than_the_session_timeout()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var former = a.Candidate!;

        // The client gives its session up, the servers do not know.
        await a.Network.Current.AbandonAsync();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait behind its former self");
        Assert.Equal([former, a.Candidate!], World.Queue);

        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead", limit: T + TimeSpan.FromSeconds(1));
        Assert.Equal([a.Candidate!], World.Queue);
        Assert.Equal(["a starts", "a stops", "a stopped", "a starts"], Journal.Lines);
    }

    /// <summary>CURATOR-724: the parent is gone on reconnect.</summary>
    [Fact]
    public async Task A_path_that_is_gone_after_a_lost_session_is_created_anew()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);
        var former = a.Term!;
        a.Network.Cut();
        await World.UntilAsync(() => World.Queue.Count == 0, "the session to expire");
        World.Ensemble.ByHand(static (tree, _) => tree.DeleteAll("/dmonitor"));

        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");

        // The count of terms begins anew with the path; the fencing token does not.
        Assert.Equal(1, a.Term!.Number);
        Assert.True(a.Term.FencingToken > former.FencingToken);
    }

    [Theory]
    [InlineData(CoordinationFault.AuthenticationFailed)]
    [InlineData(CoordinationFault.Other)]
    internal async Task Refused_sessions_are_tried_again_less_and_less_often(CoordinationFault fault)
    {
        var a = World.Add("a");
        a.Network.Refusal = fault;
        a.Start();
        await World.PassAsync(6 * T);

        Assert.InRange(a.Network.Sessions.Count, 10, 40);
        Assert.Single(a.Logs.WithEventId(5103));
        Assert.True(a.Status.OutOfTouch);
        Assert.Equal("The servers refused.", a.Status.LastError);

        a.Network.Refusal = null;
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        Assert.Null(a.Status.LastError);
    }

    [Fact]
    public async Task A_session_too_short_for_the_stop_budget_is_not_led_in_and_a_longer_one_is()
    {
        var a = World.Add("a", s => s with { StopBudget = TimeSpan.FromSeconds(3) });
        a.Network.GrantedTimeout = TimeSpan.FromSeconds(4);
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Observing, "a to look on");

        Assert.Equal(LeadershipRole.Follower, a.Status.Role);
        Assert.Contains("stop budget of 3 s", a.Status.LastError, StringComparison.Ordinal);
        Assert.Single(a.Logs.WithEventId(4109));
        Assert.Empty(World.Queue);

        a.Network.GrantedTimeout = TimeSpan.FromSeconds(8);
        World.Ensemble.Expire(a.Network.Current.Id);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        Assert.Null(a.Status.LastError);
    }

    [Fact]
    public async Task One_that_is_no_candidate_looks_on_and_never_leads()
    {
        var o = World.Add("o", s => s with { Candidate = false });
        o.Start();
        await World.UntilAsync(() => o.Phase == LeadershipPhase.Observing, "o to look on");
        var a = await World.LeaderAsync("a");
        await World.UntilAsync(() => o.Status.Leader?.Name == "a", "o to see a lead");

        Assert.Equal(LeadershipRole.Observer, o.Status.Role);
        Assert.Null(o.Status.LastError);
        Assert.Equal([a.Candidate!], World.Queue);

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.UntilAsync(() => o.Status.Leader is null, "o to see that nobody leads");
        await World.PassAsync(2 * T);
        Assert.Empty(World.Queue);
        Assert.Equal(LeadershipPhase.Observing, o.Phase);
    }
}

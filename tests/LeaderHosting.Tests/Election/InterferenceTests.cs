using System.Text;
using LeaderHosting.Election;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Somebody, or something else, meddles with the znodes of an election.</summary>
public sealed class InterferenceTests : ElectionStory
{
    [Fact]
    public async Task A_leader_whose_node_is_deleted_stops_stands_back_and_joins_the_end_of_the_queue()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        // b can't tell it from an expired session, so it starts while a finds out with its next proof.
        MayOverlap = true;
        Delete(a.Candidate!);
        await World.UntilAsync(() => Journal.Count("a stopped") == 1, "a to stop", limit: T / 8);
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        var deletedAt = World.Clock.GetTimestamp();
        Assert.Equal(LeadershipPhase.BackingOff, a.Phase);
        Assert.Single(a.Logs.WithEventId(4107));

        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait");
        Assert.True(World.Clock.GetElapsedTime(deletedAt) >= T - (2 * ElectionWorld.Step), "a came back while a lease could be left");
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
    }

    [Fact]
    public async Task A_lone_leader_whose_node_is_deleted_leads_again_later()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);

        Delete(a.Candidate!);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.BackingOff, "a to stand back");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Equal(["a starts", "a stops", "a stopped", "a starts"], Journal.Lines);
        Assert.True(Between("a stopped", "a starts") >= T);
    }

    [Fact]
    public async Task A_follower_whose_node_is_deleted_joins_the_end_of_the_queue()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);

        Delete(b.Candidate!);
        await World.UntilAsync(() => b.Phase == LeadershipPhase.BackingOff, "b to notice");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Waiting, "b to wait");

        Assert.Equal([a.Candidate!, c.Candidate!, b.Candidate!], World.Queue);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    [Fact]
    public async Task A_path_that_is_deleted_with_everything_in_it_leads_to_no_overlap()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);
        var former = a.Term!;
        ElectionNode[] nodes = [a, b, c];

        World.Ensemble.ByHand(static (tree, _) => tree.DeleteAll("/dmonitor"));
        await World.UntilAsync(() => nodes.All(n => n.Phase == LeadershipPhase.BackingOff), "all to stand back");
        Assert.Empty(Journal.Running);
        await World.UntilAsync(
            () => nodes.Count(n => n.Phase == LeadershipPhase.Leading) == 1 && nodes.Count(n => n.Phase == LeadershipPhase.Waiting) == 2,
            "one to lead again");

        var leader = nodes.Single(n => n.IsLeader);
        Assert.True(World.Clock.GetElapsedTime(Journal.TimeOf("a stopped"), Journal.TimeOf($"{leader.Name} starts")) >= T / 2);
        Assert.True(leader.Term!.FencingToken > former.FencingToken);
        Assert.Equal(3, World.Queue.Count);
    }

    [Fact]
    public async Task A_leader_that_finds_its_path_deleted_when_it_reconnects_stops_and_starts_anew()
    {
        var a = await World.LeaderAsync("a");
        await World.PassAsync(T);

        a.Network.Cut();
        World.Ensemble.ByHand(static (tree, _) => tree.DeleteAll("/dmonitor"));
        await World.PassAsync(TimeSpan.FromSeconds(1));
        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.BackingOff, "a to stand back");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Equal(["a starts", "a stops", "a stopped", "a starts"], Journal.Lines);
        Assert.Single(a.Network.Sessions);
    }

    [Fact]
    public async Task Foreign_children_are_warned_of_once_and_left_alone()
    {
        World.Ensemble.ByHand(static (tree, zxid) => tree
            .Create("/dmonitor", default, 0, sequential: false, zxid, out _)
            .Create("/dmonitor/master", default, 0, sequential: false, zxid, out _)
            .Create("/dmonitor/master/10.0.0.1-0000000000", default, 0, sequential: false, zxid, out _)
            .Create("/dmonitor/master/lock", default, 0, sequential: false, zxid, out _));

        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(3 * T);
        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        foreach (var node in new[] { a, b })
        {
            Assert.Equal(["10.0.0.1-0000000000", "lock"], node.Logs.WithEventId(4110).Select(e => e.Values["Child"]).Order());
        }

        Assert.NotNull(World.Ensemble.Tree.Find("/dmonitor/master/lock"));
        Assert.NotNull(World.Ensemble.Tree.Find("/dmonitor/master/10.0.0.1-0000000000"));
    }

    [Theory]
    [InlineData("not json at all")]
    [InlineData("[1, 2, 3]")]
    [InlineData("{\"candidate\": 7}")]
    [InlineData("{\"leader\": \"x\"}")]
    [InlineData("null")]
    public async Task Garbage_in_the_path_is_warned_of_once_and_the_leader_writes_its_record_again(string garbage)
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);
        var term = a.Term!;

        World.Ensemble.ByHand((tree, zxid) => tree.Set(ElectionWorld.Path, Encoding.UTF8.GetBytes(garbage), -1, zxid));
        await World.UntilAsync(() => World.Record?.Name == "a", "the record to be written again");
        await World.PassAsync(2 * T);

        Assert.Equal(term.Number, World.Record!.Term);
        Assert.Equal(term.FencingToken, World.Record.FencingToken);
        Assert.Same(term, a.Term);
        Assert.Single(a.Logs.WithEventId(4111));
        Assert.InRange(b.Logs.WithEventId(4111).Count, 0, 1);
        Assert.Equal("a", b.Status.Leader?.Name);
        Assert.Equal(term.Number, b.Status.Term);
    }

    [Fact]
    public async Task Garbage_in_the_path_before_the_first_claim_is_no_hindrance()
    {
        World.Ensemble.ByHand(static (tree, zxid) => tree
            .Create("/dmonitor", default, 0, sequential: false, zxid, out _)
            .Create("/dmonitor/master", "127.0.0.1"u8.ToArray(), 0, sequential: false, zxid, out _));

        var a = await World.LeaderAsync("a");

        Assert.Equal(a.Candidate, World.Record!.Candidate);
        Assert.Single(a.Logs.WithEventId(4111));
    }

    [Fact]
    public async Task A_record_that_names_a_node_that_does_not_exist_makes_nobody_leader()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        World.Ensemble.ByHand(static (tree, zxid) => tree.Set(
            ElectionWorld.Path, "{\"candidate\":\"_c_nobody-latch-0000000000\",\"name\":\"nobody\"}"u8.ToArray(), -1, zxid));
        await World.UntilAsync(() => World.Record?.Name == "a", "the record to be written again");

        Assert.Equal("a", b.Status.Leader?.Name);
        Assert.Equal(["a starts"], Journal.Lines);
    }

    /// <summary>Its place in the queue decides who claims, and never what is written in the record.</summary>
    [Fact]
    public async Task A_record_that_names_the_one_before_does_not_make_a_candidate_the_next_in_line()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);

        Write(new LeaderRecord(b.Candidate!) { Name = "b" });
        c.Election.FreshenLeader(TimeSpan.FromTicks(-1));
        await World.StillAsync(() => c.Status.Leader?.Name == "b", "c to read the record");
        await World.SettleAsync();
        await InNoTimeAsync(b.CloseAsync(), "b to close");
        await World.PassAsync(T);

        Assert.Equal(["a starts"], Journal.Lines);
        Assert.Equal(a.Candidate, World.Record!.Candidate);
        Assert.Equal(LeadershipPhase.Waiting, c.Phase);
    }

    [Fact]
    public async Task A_record_that_names_a_candidate_by_somebody_elses_hand_does_not_make_it_leader()
    {
        var a = await World.LeaderAsync("a");
        await World.FollowerAsync("b");
        var c = await World.FollowerAsync("c");
        await World.PassAsync(T);

        Write(new LeaderRecord(c.Candidate!) { Name = "c" });
        var before = c.Network.Requests.Count;
        c.Election.FreshenLeader(TimeSpan.FromTicks(-1));
        await World.StillAsync(() => c.Status.Leader?.Name == "c", "c to read the record");
        await World.SettleAsync();

        // It looks for its place again, once, and not over and over for as long as the record says so.
        Assert.InRange(c.Network.Requests.Count - before, 1, 10);
        await World.PassAsync(T);

        Assert.Equal(["a starts"], Journal.Lines);
        Assert.Equal(a.Candidate, World.Record!.Candidate);
        Assert.Equal(LeadershipPhase.Waiting, c.Phase);
    }

    /// <summary>A predecessor's data that changes uses its watch up.</summary>
    [Fact]
    public async Task A_change_of_the_predecessors_data_does_not_make_the_next_in_line_deaf()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        await World.PassAsync(T);

        for (var i = 0; i < 3; i++)
        {
            World.Ensemble.ByHand((tree, zxid) => tree.Set($"{ElectionWorld.Path}/{a.Candidate}", "renamed"u8.ToArray(), -1, zxid));
            await World.PassAsync(TimeSpan.FromSeconds(1));
        }

        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", limit: TimeSpan.FromSeconds(1));
    }

    private void Write(LeaderRecord record) => World.Ensemble.ByHand((tree, zxid) => tree.Set(ElectionWorld.Path, record.ToUtf8(), -1, zxid));

    private void Delete(string candidate) => World.Ensemble.ByHand((tree, _) => tree.Delete($"{ElectionWorld.Path}/{candidate}"));
}

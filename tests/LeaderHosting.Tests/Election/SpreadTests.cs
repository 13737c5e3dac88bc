using LeaderHosting.Election;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Processes that share the work of several elections.</summary>
public sealed class SpreadTests : IAsyncLifetime
{
    private static readonly TimeSpan T = ElectionWorld.SessionTimeout;

    private readonly ElectionWorld _world = new();
    private readonly Dictionary<string, Journal> _journals = [];

    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>At the end of each story, no two nodes may have led one election.</summary>
    public async Task DisposeAsync()
    {
        foreach (var (path, journal) in _journals)
        {
            Assert.True(journal.Overlaps.Count == 0, $"Two nodes ran the services of {path}: {string.Join(", ", journal.Overlaps)}");
        }

        await _world.DisposeAsync();
        Assert.Empty(_world.LoopFailures);
    }

    [Fact]
    public async Task Three_share_twelve_then_four_then_three_again()
    {
        Elections(12);
        var a = await StartAsync("a", leads: 12);
        var b = await StartAsync("b", leads: 6);
        var c = await StartAsync("c", leads: 4);
        await UntilTheyLeadAsync((a, 4), (b, 4), (c, 4));
        Assert.InRange(a.Gifts.Count + b.Gifts.Count, 6 + 4, 6 + 4 + 2);

        var d = await StartAsync("d", leads: 3);
        await UntilTheyLeadAsync((a, 3), (b, 3), (c, 3), (d, 3));
        Assert.InRange(a.Gifts.Count + b.Gifts.Count + c.Gifts.Count, 6 + 4 + 3, 6 + 4 + 3 + 3);

        await b.CloseAsync();
        await UntilTheyLeadAsync((a, 4), (c, 4), (d, 4));
    }

    [Fact]
    public async Task What_is_given_up_is_told_with_its_reason()
    {
        Elections(2);
        var a = await StartAsync("a", leads: 2);
        var b = await StartAsync("b", leads: 1);

        var gift = Assert.Single(a.Gifts);
        var given = b.Nodes.Single(static node => node.IsLeader);
        var giver = a.Nodes.Single(static node => !node.IsLeader);
        Assert.Equal(
            $"a gives {given.Status.ElectionPath} up to candidate {given.Candidate} of b, to spread the work: of the elections to be spread it leads 2, and b 0.", gift.Message);
        Assert.Empty(giver.Logs.WithEventId(4105));
        Assert.Contains(
            giver.Metrics.Of("leaderhosting.election.role_changes"),
            static m => m["election.role"] == "follower" && m["election.reason"] == "spread");
    }

    [Theory]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public async Task What_is_shared_does_not_move(int elections)
    {
        Elections(elections);
        var a = await StartAsync("a", leads: elections);
        var b = await StartAsync("b", leads: elections / 2);
        var c = await StartAsync("c", leads: elections / 3);
        await _world.UntilAsync(() => IsShared(a, b, c), "all to be shared");
        await _world.PassAsync(3 * T);
        var gifts = a.Gifts.Count + b.Gifts.Count + c.Gifts.Count;

        await _world.PassAsync(TimeSpan.FromMinutes(10));

        Assert.True(IsShared(a, b, c));
        Assert.Equal(gifts, a.Gifts.Count + b.Gifts.Count + c.Gifts.Count);
    }

    [Fact]
    public async Task Nothing_is_given_up_before_the_minimum_tenure()
    {
        Elections(4);
        var tenure = TimeSpan.FromMinutes(1);
        var a = await StartAsync("a", leads: 4, s => s with { MinimumTenure = tenure });
        var b = await StartAsync("b", leads: 0, s => s with { MinimumTenure = tenure });
        await _world.PassAsync(tenure - T);
        Assert.Equal((4, 0), (a.Leads, b.Leads));

        await UntilTheyLeadAsync((a, 2), (b, 2));
    }

    [Fact]
    public async Task A_lower_priority_gets_nothing_and_a_higher_one_keeps_all()
    {
        Elections(6);
        var a = await StartAsync("a", leads: 6, static s => s with { Priority = 1 });
        var low = await StartAsync("low", leads: 0);
        await _world.PassAsync(6 * T);
        Assert.Equal((6, 0), (a.Leads, low.Leads));

        var high = await StartAsync("high", leads: 6, static s => s with { Priority = 2 });
        await _world.PassAsync(6 * T);
        Assert.Equal((0, 0, 6), (a.Leads, low.Leads, high.Leads));
    }

    /// <summary>a is preferred in two of six, which stay with it; the others make up for them.</summary>
    [Fact]
    public async Task Among_equals_the_rest_makes_up_for_what_a_priority_binds()
    {
        Elections(6);
        var bound = _journals.Keys.Take(2).ToHashSet();
        var a = await StartAsync("a", leads: 6, s => s with { Priority = bound.Contains(s.Path) ? 5 : 0 });
        var b = await StartAsync("b", leads: 3);
        await UntilTheyLeadAsync((a, 3), (b, 3));

        Assert.All(a.Nodes.Where(node => bound.Contains(node.Status.ElectionPath)), static node => Assert.True(node.IsLeader));
    }

    [Fact]
    public async Task A_paused_or_unfit_node_gets_nothing_until_it_is_back()
    {
        Elections(4);
        var probe = new ScriptedProbe { Fault = "no database" };
        var a = await StartAsync("a", leads: 4);
        var unfit = SpreadProcess.Start(_world, "b", _journals, probe: probe);
        var paused = SpreadProcess.Start(_world, "c", _journals);
        await Task.WhenAll(paused.Nodes.Select(static node => node.Election.PauseAsync(default)));
        await UntilTheyLeadAsync((a, 4), (unfit, 0), (paused, 0));

        await Task.WhenAll(paused.Nodes.Select(static node => node.Election.ResumeAsync(default)));
        await UntilTheyLeadAsync((a, 2), (unfit, 0), (paused, 2));

        probe.Fault = null;
        await _world.UntilAsync(() => unfit.Leads == 1 && IsShared(a, unfit, paused), "all three to share");
    }

    /// <summary>Such nodes do not count the same, and could hand over back and forth for ever.</summary>
    [Fact]
    public async Task A_node_that_spreads_other_elections_gets_nothing_and_keeps_what_it_has()
    {
        Elections(4);
        var a = await StartAsync("a", leads: 4);
        _journals.Add("/elections/extra", new Journal(_world.Clock));
        var b = SpreadProcess.Start(_world, "b", _journals);
        await UntilTheyLeadAsync((a, 4), (b, 1));

        var c = SpreadProcess.Start(_world, "c", _journals);
        await UntilTheyLeadAsync((a, 4), (b, 1), (c, 0));
        await a.CloseAsync();
        await _world.UntilAsync(() => b.Leads + c.Leads == 5 && IsShared(b, c), "what a had to be shared");
    }

    /// <summary>ZooKeeper takes it for alive until its session has expired, and so nobody leads what it was given.</summary>
    [Fact]
    public async Task A_node_that_has_crashed_gets_one_at_most()
    {
        Elections(8);
        var tenure = TimeSpan.FromMinutes(1);
        var a = await StartAsync("a", leads: 8, s => s with { MinimumTenure = tenure });
        var b = await StartAsync("b", leads: 0);
        await _world.UntilAsync(() => a.Nodes.All(node => _world.Clock.GetElapsedTime(((ElectionTerm)node.Term!).BeganAt) > tenure - TimeSpan.FromSeconds(1)), "a to have led for its tenure");
        b.Nodes[0].Network.Cut();

        await _world.PassAsync(3 * T);

        Assert.Single(a.Gifts);
        await UntilTheyLeadAsync((a, 8), (b, 0));
    }

    [Fact]
    public async Task When_a_handover_fails_the_next_is_given_up_all_the_same()
    {
        Elections(4);
        var a = await StartAsync("a", leads: 4);
        a.Nodes[0].Network.DecideOnce(static request => request.IsHandover, RequestFate.Refused);
        var b = SpreadProcess.Start(_world, "b", _journals);

        // It gives up its session, and with it all that it leads.
        await _world.UntilAsync(() => a.Nodes[0].Network.Sessions.Count == 2, "a to have a new session");
        await UntilTheyLeadAsync((a, 2), (b, 2));
    }

    [Fact]
    public async Task When_the_session_is_lost_in_a_handover_the_next_is_given_up_all_the_same()
    {
        Elections(4);
        var a = await StartAsync("a", leads: 4);
        var network = a.Nodes[0].Network;
        network.DecideOnce(static request => request.IsHandover, RequestFate.Held);
        var b = SpreadProcess.Start(_world, "b", _journals);
        await _world.UntilAsync(() => network.IsHolding, "a to hand over");
        network.Cut();
        await _world.PassAsync(2 * T);
        network.Decide(null);
        network.Restore();

        await UntilTheyLeadAsync((a, 2), (b, 2));
    }

    [Fact]
    public async Task A_service_that_does_not_stop_keeps_no_other_election_here()
    {
        Elections(4);
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var a = await StartAsync("a", leads: 4, static s => s with { StopOverrun = StopOverrunBehavior.Log });
        foreach (var service in a.Nodes.SelectMany(static node => node.Services).Cast<JournalingService>())
        {
            service.OnStop = _ => a.Gifts.Count == 1 ? stopped.Task : Task.CompletedTask;
        }

        var b = SpreadProcess.Start(_world, "b", _journals);
        await _world.UntilAsync(() => a.Leads == 2 && b.Leads == 1, "a second one to be given up");

        stopped.SetResult();
        await UntilTheyLeadAsync((a, 2), (b, 2));
    }

    [Fact]
    public async Task An_election_that_is_resigned_just_then_keeps_no_other_here()
    {
        Elections(4);
        var a = await StartAsync("a", leads: 4);
        var b = SpreadProcess.Start(_world, "b", _journals);
        await _world.UntilAsync(() => a.Gifts.Count == 1, "one to be given up");
        await Task.WhenAll(a.Nodes.Select(static node => node.Election.ResignAsync(default)));

        await _world.UntilAsync(() => IsShared(a, b) && a.Leads + b.Leads == 4, "all to be shared");
    }

    /// <summary>It looks at the queue as it does for priorities, and what it learns of leaders it learns in look-outs that are made anyway.</summary>
    [Fact]
    public async Task To_spread_costs_no_request()
    {
        Elections(4);
        var a = await StartAsync("a", leads: 4);
        var b = await StartAsync("b", leads: 2);
        await UntilTheyLeadAsync((a, 2), (b, 2));
        var spread = await RequestsAsync(a);
        await a.CloseAsync();
        await b.CloseAsync();

        static ElectionSettings Alone(ElectionSettings s) => s with { SpreadGroup = null };
        var c = await StartAsync("c", leads: 4, Alone);
        var d = await StartAsync("d", leads: 0, Alone);
        await Task.WhenAll(c.Nodes.Take(2).Select(static node => node.Election.ResignAsync("d", default)));
        await UntilTheyLeadAsync((c, 2), (d, 2));
        var alone = await RequestsAsync(c);

        Assert.InRange(spread, alone * 0.9, alone * 1.1);
    }

    /// <summary>Requests other than proofs within ten minutes in which nothing happens.</summary>
    private async Task<double> RequestsAsync(SpreadProcess process)
    {
        var network = process.Nodes[0].Network;
        network.Forget();
        await _world.PassAsync(TimeSpan.FromMinutes(10));
        return network.Requests.Count(static request => !request.IsProof);
    }

    private static bool IsShared(params SpreadProcess[] processes) =>
        processes.Max(static process => process.Leads) - processes.Min(static process => process.Leads) <= 1;

    private void Elections(int count)
    {
        foreach (var path in Enumerable.Range(0, count).Select(static i => $"/elections/{i}"))
        {
            _journals.Add(path, new Journal(_world.Clock));
        }
    }

    /// <summary>Starts a process and waits until it leads so many.</summary>
    private async Task<SpreadProcess> StartAsync(string name, int leads, Func<ElectionSettings, ElectionSettings>? settings = null)
    {
        var process = SpreadProcess.Start(_world, name, _journals, settings);
        await _world.UntilAsync(
            () => process.Leads >= leads && process.Nodes.All(static node => node.IsLeader || node is { Phase: LeadershipPhase.Waiting, Status.Leader: not null }),
            $"{name} to lead {leads}");
        return process;
    }

    /// <summary>Waits until these lead so many, and sees that it stays so.</summary>
    private async Task UntilTheyLeadAsync(params (SpreadProcess Process, int Leads)[] expected)
    {
        await _world.UntilAsync(() => expected.All(static e => e.Process.Leads == e.Leads), string.Join(", ", expected.Select(static e => $"{e.Process.Name} to lead {e.Leads}")));
        await _world.PassAsync(3 * T);
        Assert.Equal(expected.Select(static e => e.Leads), expected.Select(static e => e.Process.Leads));
    }
}

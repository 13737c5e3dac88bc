using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>A node whose health checks say that it is not fit to lead steps back, and does not come forward.</summary>
public sealed class CandidacyGateTests : ElectionStory
{
    private const string Fault = "Health check 'database' is Unhealthy: connection refused.";
    private const int Unfit = 4118, Fit = 4119;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly ScriptedProbe _probe = new();

    [Fact]
    public async Task A_leader_whose_check_fails_twice_hands_over_and_comes_back_at_the_end_of_the_queue()
    {
        var a = await LeaderAsync();
        var b = await World.FollowerAsync("b");
        _probe.Fault = Fault;

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        await World.PassAsync(3 * Interval);

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], Journal.Lines);
        Assert.Equal(LeadershipPhase.Observing, a.Phase);
        Assert.Equal(Fault, a.Status.Unfit);
        Assert.Equal([b.Candidate!], World.Queue);
        Assert.Contains(Fault, Assert.Single(a.Logs.WithEventId(Unfit)).Message, StringComparison.Ordinal);

        _probe.Fault = null;
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting, "a to wait", 2 * Interval);

        Assert.Null(a.Status.Unfit);
        Assert.Equal([b.Candidate!, a.Candidate!], World.Queue);
        Assert.Single(a.Logs.WithEventId(Fit));
    }

    [Fact]
    public async Task One_failure_alone_costs_nobody_the_lead()
    {
        var a = await LeaderAsync();
        await NextRoundAsync();
        for (var i = 0; i < 3; i++)
        {
            _probe.Fault = Fault;
            await NextRoundAsync();
            _probe.Fault = null;
            await NextRoundAsync();
        }

        Assert.Equal(["a starts"], Journal.Lines);
        Assert.Null(a.Status.Unfit);
        Assert.Empty(a.Logs.WithEventId(Unfit));
    }

    [Theory]
    [InlineData(Fault, Fault)]
    [InlineData("throws", "The health checks could not be run: No such table.")]
    public async Task A_node_that_is_not_fit_at_the_start_never_joins(string fault, string says)
    {
        _probe.Fault = fault;
        var a = World.Add("a", probe: _probe);
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Observing && _probe.Rounds > 0, "a to look on");
        await World.PassAsync(3 * Interval);

        Assert.Empty(World.Queue);
        Assert.Equal(says, a.Status.Unfit);
        Assert.Single(a.Logs.WithEventId(Unfit));

        _probe.Fault = null;
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead", 2 * Interval);
    }

    [Fact]
    public async Task A_node_that_is_paused_and_not_fit_comes_back_only_when_it_is_neither()
    {
        var a = await LeaderAsync();
        await InNoTimeAsync(a.Election.PauseAsync(default), "the pause");
        _probe.Fault = Fault;
        await World.UntilAsync(() => a.Status.Unfit is not null, "a to be unfit");

        await a.Election.ResumeAsync(default);
        await World.PassAsync(Interval);
        Assert.Equal(LeadershipPhase.Observing, a.Phase);

        await a.Election.PauseAsync(default);
        _probe.Fault = null;
        await World.UntilAsync(() => a.Status.Unfit is null, "a to be fit");
        Assert.Equal(LeadershipPhase.Observing, a.Phase);

        await a.Election.ResumeAsync(default);
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");
    }

    [Fact]
    public async Task After_the_end_nobody_looks_any_more()
    {
        var a = await LeaderAsync();
        await InNoTimeAsync(a.CloseAsync(), "a to close");
        await World.PassAsync(Interval);
        var rounds = _probe.Rounds;

        await World.PassAsync(3 * Interval);

        Assert.Equal(rounds, _probe.Rounds);
    }

    private async Task<ElectionNode> LeaderAsync()
    {
        var node = World.Add("a", probe: _probe);
        node.Start();
        await World.UntilAsync(() => node.Phase == LeadershipPhase.Leading, "a to lead");
        return node;
    }

    private async Task NextRoundAsync()
    {
        var rounds = _probe.Rounds;
        await World.UntilAsync(() => _probe.Rounds > rounds, "the next round");
        await World.SettleAsync();
    }
}

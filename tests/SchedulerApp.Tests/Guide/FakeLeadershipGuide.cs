using System.Threading.Channels;
using LeaderHosting;
using LeaderHosting.Testing;

namespace SchedulerApp.Tests.Guide;

/// <summary>What docs/testing.md says of tests without a server.</summary>
public sealed class FakeLeadershipGuide
{
    private readonly Channel<long> _reports = Channel.CreateUnbounded<long>();
    private readonly ReportService _service;

    public FakeLeadershipGuide() => _service = new ReportService(_reports.Writer, TimeProvider.System);

    #region promote
    [Fact]
    public async Task Reports_are_published_while_this_node_is_master()
    {
        await using var leadership = new FakeLeadership(_service);
        var term = await leadership.PromoteAsync();
        Assert.Equal(term.FencingToken, await _reports.Reader.ReadAsync());
        await leadership.DemoteAsync();
        Assert.True(_service.ExecuteTask!.IsCompleted);
    }
    #endregion

    #region lose
    [Fact]
    public async Task Nothing_is_published_when_the_lease_has_run_out()
    {
        await using var leadership = new FakeLeadership();
        var term = await leadership.PromoteAsync();
        leadership.Lose();
        Assert.Throws<LeadershipLostException>(() => _service.Publish(term));
        Assert.False(_reports.Reader.TryRead(out _));
    }
    #endregion
}

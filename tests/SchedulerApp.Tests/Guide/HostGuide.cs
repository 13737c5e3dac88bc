using LeaderHosting;
using LeaderHosting.Testing;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace SchedulerApp.Tests.Guide;

/// <summary>What docs/testing.md says of tests of a whole host.</summary>
public sealed class HostGuide : IAsyncLifetime
{
    #region host
    private ZooKeeperTestServer _server = null!;
    private WebApplicationFactory<Program> _app = null!;

    public async Task InitializeAsync()
    {
        _server = await ZooKeeperTestServer.StartAsync(new() { TickTime = TimeSpan.FromMilliseconds(500) });
        _app = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting("ZooKeeperLeadership:ConnectionString", _server.ConnectionString)
            .UseSetting("ZooKeeperLeadership:SessionTimeout", "00:00:02"));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _server.DisposeAsync();
    }

    private ILeadership Leadership => _app.Services.GetRequiredService<ILeadership>();
    #endregion

    #region health
    [Fact]
    public async Task The_only_node_is_master()
    {
        await Leadership.WaitForLeadershipAsync();

        Assert.Contains("is master", await _app.CreateClient().GetStringAsync("/"));
    }
    #endregion

    #region expire
    [Fact]
    public async Task A_lost_session_ends_the_term_and_the_next_one_has_a_larger_token()
    {
        var term = await Leadership.WaitForLeadershipAsync();

        _server.Faults.ExpireSession(_server.Sessions.Single().Id);

        await EndOf(term);
        var next = await Leadership.WaitForLeadershipAsync();
        Assert.True(next.FencingToken > term.FencingToken);
    }

    private static Task EndOf(LeadershipTerm term)
    {
        var end = new TaskCompletionSource();
        term.CancellationToken.Register(end.SetResult);
        return end.Task;
    }
    #endregion

    #region blackhole
    [Fact]
    public async Task A_node_that_is_cut_off_stops_by_itself()
    {
        var term = await Leadership.WaitForLeadershipAsync();

        using (_server.Faults.BlackHole(Direction.Both))
        {
            await EndOf(term);
            Assert.False(Leadership.IsLeader);
        }

        await Leadership.WaitForLeadershipAsync();
    }
    #endregion

    #region losereply
    [Fact]
    public async Task A_transaction_whose_answer_was_lost_does_no_harm()
    {
        using var lost = _server.Faults.LoseReply(request => request.Kind == RequestKind.Multi);

        await Leadership.WaitForLeadershipAsync();

        var request = await lost.Hit;
        Assert.Equal(request.SessionId, _server.Sessions.Single().Id);
    }
    #endregion
}

using LeaderHosting;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace SchedulerApp.Tests.Guide;

/// <summary>What docs/who-may-lead.md says.</summary>
public sealed class WhoMayLeadGuide
{
    [Fact]
    public async Task Pause()
    {
        await using var leadership = new FakeLeadership();
        await leadership.PromoteAsync();

        #region pause
        await leadership.PauseAsync();     // completes when its services have stopped and it has left the queue
        await leadership.ResumeAsync();    // joins the end of the queue
        #endregion

        Assert.False(leadership.IsLeader);
        Assert.Equal(LeadershipPhase.Waiting, leadership.Status.Phase);
    }

    [Fact]
    public async Task Successor()
    {
        await using var leadership = new FakeLeadership { OtherCandidates = ["web2"] };
        await leadership.PromoteAsync();

        #region successor
        await leadership.ResignAsync("web2");
        #endregion

        Assert.False(leadership.IsLeader);
    }

    [Fact]
    public async Task Health()
    {
        await using var server = await ZooKeeperTestServer.StartAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection([KeyValuePair.Create("ZooKeeperLeadership:ConnectionString", (string?)server.ConnectionString)]);
        builder.Services.AddSingleton<Database>();

        #region health
        builder.Services.AddHealthChecks().AddCheck<DatabaseCheck>("database", tags: ["can-lead"]);
        builder.Services.AddZooKeeperLeadership(options => options.CandidacyHealthTag = "can-lead");
        #endregion

        using var host = builder.Build();
        await host.StartAsync();
        var leadership = host.Services.GetRequiredService<ILeadership>();
        await Eventually.TrueAsync(() => leadership.Status.Unfit?.Contains("There is no database", StringComparison.Ordinal) == true, "the check to be heard");
        Assert.False(leadership.IsLeader);

        host.Services.GetRequiredService<Database>().IsUp = true;
        await leadership.WaitForLeadershipAsync().WaitAsync(TimeSpan.FromSeconds(30));
        await host.StopAsync();
    }

    private sealed class Database
    {
        public volatile bool IsUp;
    }

    private sealed class DatabaseCheck(Database database) : IHealthCheck
    {
        public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
            Task.FromResult(database.IsUp ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("There is no database"));
    }
}

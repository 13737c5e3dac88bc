using System.Diagnostics.Metrics;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Tests.Diagnostics;

/// <summary>The instruments as a host registers them, with several elections and several hosts in one process.</summary>
public sealed class HostMetricsTests
{
    [Fact]
    public async Task Every_election_is_measured_once_and_by_its_name()
    {
        using var host = Build("", "billing", "mail");
        using var metrics = new MetricRecorder(host.Services.GetRequiredService<IMeterFactory>());
        await host.StartAsync();
        await host.Services.GetRequiredKeyedService<ILeadership>("mail").WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        await Eventually.TrueAsync(() => metrics.Observe("leaderhosting.election.leader").Sum(static m => m.Value) == 3, "all three to be led");

        Assert.Equal(["", "billing", "mail"], metrics.Observe("leaderhosting.election.leader").Select(static m => m["election.name"]).Order(StringComparer.Ordinal));
        Assert.Equal(metrics.Instruments.Count, metrics.Instruments.Select(static i => i.Name).Distinct().Count());
        Assert.Equal(3, metrics.Of("leaderhosting.election.role_changes").Sum(static m => m.Value));
        Assert.Equal("established", Assert.Single(metrics.Of("leaderhosting.session.events"))["zookeeper.session.event"]);
        await host.StopAsync();
        Assert.Equal(0, metrics.Observe("leaderhosting.election.leader").Sum(static m => m.Value));
    }

    [Fact]
    public async Task Two_hosts_of_one_process_do_not_mix()
    {
        using var one = Build("");
        using var other = Build("");
        using var metrics = new MetricRecorder(one.Services.GetRequiredService<IMeterFactory>());
        using var otherMetrics = new MetricRecorder(other.Services.GetRequiredService<IMeterFactory>());
        await one.StartAsync();
        await one.Services.GetRequiredService<ILeadership>().WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);

        Assert.Single(metrics.Observe("leaderhosting.election.leader"));
        Assert.Equal(1, metrics.Of("leaderhosting.election.role_changes").Sum(static m => m.Value));
        Assert.Empty(otherMetrics.Of("leaderhosting.election.role_changes"));
        await one.StopAsync();
    }

    [Fact]
    public void A_container_without_metrics_gets_them()
    {
        var services = new ServiceCollection();
        services.AddZooKeeperLeadership();

        using var provider = services.BuildServiceProvider();

        Assert.NotNull(provider.GetService<IMeterFactory>());
    }

    private static IHost Build(params IEnumerable<string> names)
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        builder.AddEnsembleInMemory();
        foreach (var name in names)
        {
            _ = name.Length == 0 ? builder.Services.AddZooKeeperLeadership() : builder.Services.AddZooKeeperLeadership(name);
        }

        return builder.Build();
    }
}

using System.Diagnostics;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>What no start with an election can undercut: that of a host, and what the protocol asks for, one after the other.</summary>
internal static class StartUpBounds
{
    /// <summary>How long a host with so many services that do nothing takes to start.</summary>
    public static async Task<TimeSpan> StartHostAsync(int services)
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);

        // AddHostedService would add it only once.
        for (var i = 0; i < services; i++)
        {
            builder.Services.AddSingleton<IHostedService, TrivialService>();
        }

        using var host = builder.Build();
        var began = Stopwatch.GetTimestamp();
        await host.StartAsync();
        var elapsed = Stopwatch.GetElapsedTime(began);
        await host.StopAsync();
        return elapsed;
    }

    /// <summary>How long a bare client takes to connect, to get a session, to read the record, and to create a candidate and claim.</summary>
    public static async Task<TimeSpan> ClaimAsync(Bench bench, BenchServers servers, string path)
    {
        var began = Stopwatch.GetTimestamp();
        await using var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers.ConnectionString, SessionTimeout = bench.SessionTimeout });
        await client.ConnectAsync();
        var (_, stat) = await client.GetDataAsync(path);
        await client.MultiAsync(
        [
            ZooKeeperOperation.Create($"{path}/n-", ReadOnlyMemory<byte>.Empty, CreateMode.EphemeralSequential),
            ZooKeeperOperation.Check($"{path}/n-{stat.Cversion / 2:D10}"),
            ZooKeeperOperation.SetData(path, new byte[BarePaths.RecordLength], stat.Version),
        ]);
        var elapsed = Stopwatch.GetElapsedTime(began);
        await client.CloseAsync();
        return elapsed;
    }

    /// <summary>Waits to be stopped.</summary>
    private sealed class TrivialService : BackgroundService
    {
        /// <inheritdoc/>
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }
}

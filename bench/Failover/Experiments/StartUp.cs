using System.Diagnostics;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>From <c>host.StartAsync</c> to the first statement of the leader-only service, on a path where nobody else stands.</summary>
internal sealed class StartUp : IExperiment
{
    private const int DefaultRounds = 200;
    private const int WarmUpRounds = 50;
    private const double LargestRatio = 5;

    /// <inheritdoc/>
    public string Name => "start-up";

    /// <inheritdoc/>
    public string Description => "from host.StartAsync to master, in a warm process, beside the round trip of a create";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        var measurements = new List<Measurement>();
        var bars = new List<Bar>();
        foreach (var start in new[] { BenchServers.StartOneAsync, BenchServers.StartThreeAsync })
        {
            await using var servers = await start();
            bench.Say($"start-up on {servers.Name}");
            var (create, master) = await MeasureAsync(bench, servers);
            measurements.AddRange([create, master]);
            bars.Add(new Bar($"median, {servers.Name}: × a create", master.Median / create.Median, LargestRatio));
        }

        return new ExperimentResult(Name, $"T = {bench.SessionTimeout.TotalSeconds} s, in one process.", measurements, bars, []);
    }

    private static async Task<(Measurement Create, Measurement Master)> MeasureAsync(Bench bench, BenchServers servers)
    {
        await using var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers.ConnectionString });
        await client.ConnectAsync();
        var group = Bench.NewGroup("start-up");
        await Nodes.CreatePathAsync(client, group);
        var (creates, masters) = (new List<double>(), new List<double>());
        var rounds = bench.Rounds ?? DefaultRounds;
        for (var round = -WarmUpRounds; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var created = await client.CreateAsync($"{group}/create", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
            var create = Stopwatch.GetElapsedTime(began);
            await client.DeleteAsync(created.Path);

            // Made beforehand: an election on a new path makes it once, in all of its life.
            var path = $"{group}/{round + WarmUpRounds}";
            await client.CreateAsync(path, ReadOnlyMemory<byte>.Empty);
            var master = await StartAsync(bench, servers, path);
            if (round >= 0)
            {
                creates.Add(create.TotalMilliseconds);
                masters.Add(master.TotalMilliseconds);
            }
        }

        var quantity = $"start-up, {servers.Name}";
        return (new(quantity, "a create", "ms", creates), new(quantity, "host.StartAsync → master", "ms", masters));
    }

    private static async Task<TimeSpan> StartAsync(Bench bench, BenchServers servers, string path)
    {
        var service = new TimedService();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddZooKeeperLeadership(options =>
        {
            options.ConnectionString = servers.ConnectionString;
            options.ElectionPath = path;
            options.SessionTimeout = bench.SessionTimeout;
        });
        builder.Services.AddSingleton<ILeaderOnlyService>(service);
        using var host = builder.Build();
        var began = Stopwatch.GetTimestamp();
        await host.StartAsync();
        var started = await service.Started;
        await host.StopAsync();
        return Stopwatch.GetElapsedTime(began, started);
    }

    /// <summary>Notes when it is started.</summary>
    private sealed class TimedService : ILeaderOnlyService
    {
        private readonly TaskCompletionSource<long> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

        /// <summary>When.</summary>
        public Task<long> Started => _started.Task;

        /// <inheritdoc/>
        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            _started.TrySetResult(Stopwatch.GetTimestamp());
            return Task.CompletedTask;
        }

        /// <inheritdoc/>
        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

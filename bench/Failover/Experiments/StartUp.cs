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

    /// <summary>The runtime optimizes what is called often when it finds the time for it: only after a thousand rounds or more does nothing get faster any more.</summary>
    private const int MostWarmUpRounds = 1500;
    private const int WarmUpRoundsPerRound = 10;

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
            var samples = await MeasureAsync(bench, servers);
            Measurement Measure(string subject, Func<Sample, TimeSpan> time) =>
                new($"start-up, {servers.Name}", subject, "ms", [.. samples.Select(sample => time(sample).TotalMilliseconds)]);

            var (create, master) = (Measure("a create", static s => s.Create), Measure("host.StartAsync → master", static s => s.Master));
            measurements.AddRange(
            [
                create,
                master,
                Measure("bound: host.StartAsync without an election", static s => s.Host),
                Measure("bound: connection, session, read, create and claim, by the bare client", static s => s.Protocol),
                Measure("bound: the two together", static s => s.Host + s.Protocol),
            ]);
            bars.Add(new Bar($"median, {servers.Name}: × a create", master.Median / create.Median, LargestRatio));
        }

        return new ExperimentResult(Name, $"T = {bench.SessionTimeout.TotalSeconds} s, in one process.", measurements, bars, []);
    }

    private static async Task<List<Sample>> MeasureAsync(Bench bench, BenchServers servers)
    {
        await using var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers.ConnectionString });
        await client.ConnectAsync();
        var group = Bench.NewGroup("start-up");
        await BarePaths.CreateAsync(client, group);
        var samples = new List<Sample>();
        var rounds = bench.Rounds ?? DefaultRounds;
        var warmUp = Math.Min(MostWarmUpRounds, WarmUpRoundsPerRound * rounds);
        for (var round = -warmUp; round < rounds; round++)
        {
            var began = Stopwatch.GetTimestamp();
            var created = await client.CreateAsync($"{group}/create", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
            var create = Stopwatch.GetElapsedTime(began);
            await client.DeleteAsync(created.Path);

            // Made beforehand: an election on a new path makes it once, in all of its life.
            var path = $"{group}/{round + warmUp}";
            await client.CreateAsync(path, ReadOnlyMemory<byte>.Empty);
            var (master, services) = await StartAsync(bench, servers, path);
            var host = await StartUpBounds.StartHostAsync(services);
            var protocol = await StartUpBounds.ClaimAsync(bench, servers, path);
            if (round >= 0)
            {
                samples.Add(new Sample(create, master, host, protocol));
            }
        }

        return samples;
    }

    /// <summary>Starts a host with an election once. Tells how long it took until its service was started, and how many hosted services the host has.</summary>
    private static async Task<(TimeSpan Time, int Services)> StartAsync(Bench bench, BenchServers servers, string path)
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
        var services = builder.Services.Count(static s => s.ServiceType == typeof(IHostedService));
        using var host = builder.Build();
        var began = Stopwatch.GetTimestamp();
        await host.StartAsync();
        var started = await service.Started;
        await host.StopAsync();
        return (Stopwatch.GetElapsedTime(began, started), services);
    }

    private sealed record Sample(TimeSpan Create, TimeSpan Master, TimeSpan Host, TimeSpan Protocol);

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

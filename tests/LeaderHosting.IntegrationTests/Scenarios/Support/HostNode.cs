using System.Diagnostics.Metrics;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>A node of an election: a Generic Host in this process, configured as an application is.</summary>
internal sealed class HostNode : IAsyncDisposable
{
    /// <summary>Event ids of the log that tests look for.</summary>
    public const int BecameLeader = 4101, CeasedToLead = 4102, StepsDown = 4105, OperationFailed = 4108, SessionEstablished = 5101;

    private readonly IHost _host;

    private HostNode(string name, IHost host, TestLogs logs, IReadOnlyList<ILeaderOnlyService> services)
    {
        Name = name;
        _host = host;
        Logs = logs;
        Services = services;
        Leadership = host.Services.GetRequiredService<ILeadership>();
        Metrics = new MetricRecorder(host.Services.GetRequiredService<IMeterFactory>());
    }

    public string Name { get; }

    public TestLogs Logs { get; }

    public IReadOnlyList<ILeaderOnlyService> Services { get; }

    public ILeadership Leadership { get; }

    public MetricRecorder Metrics { get; }

    public LeadershipStatus Status => Leadership.Status;

    /// <summary>Cancelled when the host begins to stop.</summary>
    public CancellationToken Stopping => _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;

    /// <summary>What its recording services did.</summary>
    public IReadOnlyList<ServiceRun> Runs => [.. Services.OfType<RecordingService>().SelectMany(static service => service.Runs)];

    /// <summary>The id of its newest session.</summary>
    public long SessionId => (long)Logs.WithEventId(SessionEstablished)[^1].Values["Session"]!;

    /// <summary>Builds a host without starting it.</summary>
    /// <param name="name">The node's name.</param>
    /// <param name="settings">Keys of the section ZooKeeperLeadership.</param>
    /// <param name="output">Where its log is shown.</param>
    /// <param name="useClient">Chooses the client it runs on.</param>
    /// <param name="configure">Adds to its services.</param>
    /// <param name="services">Its leader-only services.</param>
    public static HostNode Create(
        string name,
        IReadOnlyDictionary<string, string?> settings,
        ITestOutputHelper output,
        Func<ILeadershipBuilder, ILeadershipBuilder> useClient,
        Action<IServiceCollection> configure,
        params IReadOnlyList<ILeaderOnlyService> services)
    {
        var logs = new TestLogs(output);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "IntegrationTests" });
        builder.Configuration.AddInMemoryCollection(
            settings.Append(new("NodeName", name)).Select(static s => KeyValuePair.Create($"{ZooKeeperLeadershipOptions.SectionName}:{s.Key}", s.Value)));
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        useClient(builder.Services.AddZooKeeperLeadership());
        configure(builder.Services);
        foreach (var service in services)
        {
            builder.Services.AddSingleton(service);
        }

        return new HostNode(name, builder.Build(), logs, services);
    }

    public Task StartAsync() => _host.StartAsync();

    /// <summary>Stops the host as SIGTERM would, waiting for it as long as it takes.</summary>
    public Task StopAsync() => _host.StopAsync();

    public async Task WaitUntilMasterAsync(TimeSpan? timeout = null) =>
        await Eventually.ValueAsync(
            () => Status, static status => status is { Phase: LeadershipPhase.Leading, Role: LeadershipRole.Leader }, $"{Name} to lead", timeout);

    public async Task WaitUntilSlaveAsync(TimeSpan? timeout = null) =>
        await Eventually.ValueAsync(
            () => Status,
            static status => status is { Phase: LeadershipPhase.Waiting, Role: LeadershipRole.Follower, Connection: LeadershipConnection.Connected },
            $"{Name} to stand in the queue",
            timeout);

    /// <summary>The names of the candidates, in the order in which they will lead, as ZooKeeper has them.</summary>
    public async Task<IReadOnlyList<string>> CandidatesAsync() =>
        [.. (await Leadership.GetCandidatesAsync()).Select(static candidate => candidate.Name)];

    /// <summary>What the health check says.</summary>
    public async Task<HealthReportEntry> HealthAsync()
    {
        var report = await _host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        return report.Entries["leadership"];
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Metrics.Dispose();
    }
}

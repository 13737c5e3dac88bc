using LeaderHosting.TestKit;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Tests.Hosting;

/// <summary>What a host does with an election in it, in real time.</summary>
public sealed class HostLifecycleTests
{
    private readonly Journal _journal = new(TimeProvider.System);

    [Fact]
    public async Task A_host_starts_and_stays_up_without_ZooKeeper()
    {
        // The discard port of this machine: nobody listens.
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "127.0.0.1:9"));
        var logs = builder.AddLogs();
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton<ILeaderOnlyService>(new JournalingService(_journal, "web1"));
        using var host = builder.Build();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();

        await host.StartAsync();
        await logs.WaitForAsync(static e => e.EventId.Id == 1003, "that there is no server");
        var report = await host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        Assert.Equal(HealthStatus.Unhealthy, report.Entries["leadership"].Status);
        Assert.StartsWith("There is no session with ZooKeeper.", report.Entries["leadership"].Description, StringComparison.Ordinal);
        Assert.False(lifetime.ApplicationStopping.IsCancellationRequested);
        Assert.False(host.Services.GetRequiredService<ILeadership>().IsLeader);

        await host.StopAsync();
        Assert.Empty(_journal.Lines);
        Assert.DoesNotContain(logs.Entries, static e => e.Exception is not null);
    }

    [Fact]
    public async Task Leader_only_services_start_after_the_host_and_stop_before_every_other_service()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        var network = builder.AddEnsembleInMemory();
        builder.Services.AddHostedService(_ => new OtherService(_journal));
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton<ILeaderOnlyService>(new JournalingService(_journal, "web1"));
        using var host = builder.Build();
        var leadership = host.Services.GetRequiredService<ILeadership>();

        await StartLeadingAsync(host);
        await host.StopAsync();

        Assert.Equal(["host starting", "host started", "web1 starts", "web1 stops", "web1 stopped", "host stopped"], _journal.Lines);
        Assert.True(network.Current.IsClosed);
        Assert.Equal(LeadershipPhase.Closed, leadership.Status.Phase);
        await Assert.ThrowsAsync<InvalidOperationException>(() => leadership.WaitForLeadershipAsync());
        await Assert.ThrowsAsync<InvalidOperationException>(() => leadership.GetLeaderAsync());
    }

    [Fact]
    public async Task An_overrun_stops_the_host()
    {
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", "memory"), ("ZooKeeperLeadership:StopBudget", "00:00:00.1"));
        var logs = builder.AddLogs();
        builder.AddEnsembleInMemory();
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton<ILeaderOnlyService>(new JournalingService(_journal, "web1") { OnStop = _ => hang.Task });
        using var host = builder.Build();
        var leadership = host.Services.GetRequiredService<ILeadership>();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await StartLeadingAsync(host);

        var resignation = leadership.ResignAsync();
        await Eventually.TrueAsync(() => lifetime.ApplicationStopping.IsCancellationRequested, "the host to stop");
        Assert.Equal(LogLevel.Critical, Assert.Single(logs.WithEventId(5005)).Level);
        Assert.True(leadership.Status.StopOverran);

        hang.SetResult();
        await resignation;
        await host.StopAsync();
    }

    /// <summary>A callback of the application that waits for the election must not be able to stop the election's own loop.</summary>
    [Fact]
    public async Task Whoever_waits_for_the_election_while_the_host_is_told_to_stop_does_not_block_it()
    {
        var hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", "memory"), ("ZooKeeperLeadership:StopBudget", "00:00:00.1"));
        var logs = builder.AddLogs();
        builder.AddEnsembleInMemory();
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton<ILeaderOnlyService>(new JournalingService(_journal, "web1") { OnStop = _ => hang.Task });
        using var host = builder.Build();
        var leadership = host.Services.GetRequiredService<ILeadership>();
        var lifetime = host.Services.GetRequiredService<IHostApplicationLifetime>();
        await StartLeadingAsync(host);

        using var released = new ManualResetEventSlim();
        using var waiting = new ManualResetEventSlim();
        using var registration = lifetime.ApplicationStopping.Register(() =>
        {
            waiting.Set();
            released.Wait();
        });
        try
        {
            var resignation = leadership.ResignAsync();
            await Eventually.TrueAsync(() => waiting.IsSet, "the callback to be waiting");
            hang.SetResult();
            await Eventually.TrueAsync(() => resignation.IsCompleted, "the resignation", lastSeen: () => $"{leadership.Status} {logs}");
            await resignation;
        }
        finally
        {
            released.Set();
        }

        await host.StopAsync();
    }

    [Fact]
    public async Task With_faulty_settings_of_one_of_its_elections_nothing_of_a_host_starts()
    {
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", "zk1"), ("ZooKeeperLeadership:Elections:billing:SessionTimeout", "00:00:00"));
        builder.Services.AddSingleton<IHostedService>(new OtherService(_journal));
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddZooKeeperLeadership("billing");
        using var host = builder.Build();

        await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Empty(_journal.Lines);
    }

    /// <summary>Starts the host and waits until its leader-only services have started.</summary>
    private static async Task StartLeadingAsync(IHost host)
    {
        await host.StartAsync();
        var leadership = host.Services.GetRequiredService<ILeadership>();
        await leadership.WaitForLeadershipAsync();
        await Eventually.TrueAsync(() => leadership.Status.Phase == LeadershipPhase.Leading, "the services to have started");
    }

    private sealed class OtherService(Journal journal) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => NoteAsync("starting");

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => NoteAsync("started");

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => NoteAsync("stopped");

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        private Task NoteAsync(string what)
        {
            journal.Note("host", what);
            return Task.CompletedTask;
        }
    }
}

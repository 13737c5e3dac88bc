using LeaderHosting.Testing.Embedded;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace LeaderHosting.Testing.Tests.Embedded;

/// <summary>A host with an election and the embedded server, as an application has it.</summary>
internal sealed class EmbeddedHost : IAsyncDisposable
{
    private readonly IHost _host;
    private bool _started;

    private EmbeddedHost(IHost host, TestLogs logs, JournalingService service)
    {
        _host = host;
        Logs = logs;
        Service = service;
    }

    public TestLogs Logs { get; }

    public JournalingService Service { get; }

    public ILeadership Leadership => _host.Services.GetRequiredService<ILeadership>();

    public ZooKeeperLeadershipOptions ElectionOptions =>
        _host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<ZooKeeperLeadershipOptions>>().Value;

    /// <summary>Builds a host; it is not started.</summary>
    public static EmbeddedHost Create(
        int port,
        string node,
        TermJournal journal,
        ITestOutputHelper output,
        string environment = "Development",
        params IEnumerable<(string Key, string Value)> settings)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        var logs = new TestLogs(output);
        builder.Logging.AddProvider(logs);
        builder.Configuration.AddInMemoryCollection(
        [
            new("EmbeddedZooKeeper:Port", port.ToString()),
            new("EmbeddedZooKeeper:TickTime", "00:00:00.100"),
            new("ZooKeeperLeadership:ElectionPath", "/embedded/test"),
            new("ZooKeeperLeadership:NodeName", node),
            new("ZooKeeperLeadership:SessionTimeout", "00:00:02"),
        ]);
        builder.Configuration.AddInMemoryCollection(settings.Select(static setting => KeyValuePair.Create(setting.Key, (string?)setting.Value)));
        var service = new JournalingService(node, journal);

        // Registered before the election and stopped after it all the same.
        builder.Services.AddEmbeddedZooKeeper();
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton<ILeaderOnlyService>(service);
        return new EmbeddedHost(builder.Build(), logs, service);
    }

    /// <inheritdoc cref="Create"/>
    public static async Task<EmbeddedHost> StartAsync(int port, string node, TermJournal journal, ITestOutputHelper output)
    {
        var host = Create(port, node, journal, output);
        await host.StartAsync();
        return host;
    }

    public async Task StartAsync()
    {
        await _host.StartAsync();
        _started = true;
    }

    public Task StopAsync() => _host.StopAsync();

    /// <summary>Ends the server, if it is hosted here, without a word to anybody; the rest of the host goes on.</summary>
    public ValueTask EndServerAsync() =>
        _host.Services.GetServices<IHostedService>().OfType<EmbeddedZooKeeperService>().Single().DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        if (_started)
        {
            await _host.StopAsync();
        }

        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}

using LeaderHosting;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SchedulerApp.Scheduling;

namespace SchedulerApp.Tests;

/// <summary>The scheduler as Program.cs registers it, writing to a file of its own, on a node named <c>node-1</c>.</summary>
internal sealed class SchedulerFixture : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    public SchedulerFixture(string nodeName = "node-1")
    {
        OutputFile = _folder.File("jobs.log");
        var settings = new Dictionary<string, string?>
        {
            ["Scheduler:Interval"] = "00:00:00.010",
            ["Scheduler:OutputFile"] = OutputFile,
        };
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddSingleton<ILeadership>(new FakeLeadership { NodeName = nodeName });
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        services.AddLeaderScheduler();
        _services = services.BuildServiceProvider(validateScopes: true);
        Service = _services.GetRequiredService<ILeaderOnlyService>();
    }

    public ILeaderOnlyService Service { get; }

    public string OutputFile { get; }

    public TestLogs Log { get; } = new();

    /// <summary>The words of every line so far: time, node, term, fencing token.</summary>
    public List<string[]> Lines() => JobLog.Read(OutputFile);

    public Task StartAsync(LeadershipTerm term) => Service.StartAsync(term, CancellationToken.None);

    public Task StopAsync() => Service.StopAsync(CancellationToken.None).WaitAsync(Eventually.DefaultTimeout);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}

using BenchmarkDotNet.Attributes;
using LeaderHosting.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Bench.Micro;

/// <summary>The health check and the flag of a leader, as a probe and an application read them.</summary>
public class HealthCheck
{
    private ZooKeeperTestServer _server = null!;
    private IHost _host = null!;
    private ILeadership _leadership = null!;
    private IHealthCheck _check = null!;
    private HealthCheckContext _context = null!;

    /// <summary>Becomes the leader.</summary>
    [GlobalSetup]
    public void Setup() => Blocking.Run(SetupAsync);

    /// <summary>Ends it.</summary>
    [GlobalCleanup]
    public void Cleanup() => Blocking.Run(CleanupAsync);

    /// <summary>The check.</summary>
    [Benchmark]
    public async Task<HealthStatus> CheckAsync() => (await _check.CheckHealthAsync(_context)).Status;

    /// <summary>The flag.</summary>
    [Benchmark]
    public bool IsLeader() => _leadership.IsLeader;

    private async Task SetupAsync()
    {
        _server = await ZooKeeperTestServer.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddZooKeeperLeadership(options =>
        {
            options.ConnectionString = _server.ConnectionString;
            options.ElectionPath = "/health";
        });
        _host = builder.Build();
        await _host.StartAsync();
        _leadership = _host.Services.GetRequiredService<ILeadership>();
        await _leadership.WaitForLeadershipAsync();

        var options = _host.Services.GetRequiredService<Microsoft.Extensions.Options.IOptions<HealthCheckServiceOptions>>().Value;
        var registration = options.Registrations.Single();
        _check = registration.Factory(_host.Services);
        _context = new HealthCheckContext { Registration = registration };
    }

    private async Task CleanupAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await _server.DisposeAsync();
    }
}

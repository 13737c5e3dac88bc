using LeaderHosting.TestKit;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using SchedulerApp.Telemetry;

namespace SchedulerApp.Tests;

/// <summary>What the sample exports, and when.</summary>
public sealed class TelemetryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Who_leads_and_how_the_role_changed_reaches_the_collector()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var node = await SchedulerNode.StartEmbeddedAsync(
            FreePort.Next(),
            "exporting-node",
            TimeSpan.FromSeconds(4),
            _folder,
            $"--{TelemetryHostBuilderExtensions.EndpointKey}={collector.Url}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_METRIC_EXPORT_INTERVAL=200");
        await node.WaitForRoleAsync("master");

        await Eventually.TrueAsync(
            () => collector.HasReceived(
                "/v1/metrics", "service.name", "SchedulerApp", "service.instance.id", "exporting-node", "leaderhosting.election.leader", "leaderhosting.zookeeper.request.duration"),
            "the metrics",
            lastSeen: collector.ToString);
        await Eventually.TrueAsync(
            () => collector.HasReceived("/v1/traces", "exporting-node", "election.become_leader", "service.start"), "the takeover", lastSeen: collector.ToString);

        // What happens last is exported before the process ends.
        Assert.Equal(0, await node.StopAsync());
        Assert.True(collector.HasReceived("/v1/traces", "election.step_down", "shutdown"), collector.ToString());
    }

    [Fact]
    public async Task The_name_of_the_service_is_OpenTelemetrys_if_it_is_set()
    {
        await using var collector = await OtlpReceiver.StartAsync();
        await using var node = await SchedulerNode.StartEmbeddedAsync(
            FreePort.Next(),
            "node",
            TimeSpan.FromSeconds(4),
            _folder,
            $"--{TelemetryHostBuilderExtensions.EndpointKey}={collector.Url}",
            "--OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf",
            "--OTEL_METRIC_EXPORT_INTERVAL=200",
            "--OTEL_SERVICE_NAME=night-shift");

        await Eventually.TrueAsync(() => collector.HasReceived("/v1/metrics", "night-shift"), "the metrics", lastSeen: collector.ToString);
        Assert.False(collector.HasReceived("/v1/metrics", "SchedulerApp"));
    }

    [Fact]
    public void Without_a_collector_nothing_is_collected()
    {
        using var app = Create(endpoint: "");

        Assert.Null(app.Services.GetService<MeterProvider>());
        Assert.Null(app.Services.GetService<TracerProvider>());
    }

    [Theory]
    [InlineData("collector:4317")]
    [InlineData("localhost")]
    [InlineData("ftp://localhost:4317")]
    public void A_collector_that_is_no_url_is_refused(string endpoint)
    {
        using var app = Create(endpoint);

        var error = Assert.Throws<InvalidOperationException>(() => app.Services);
        Assert.Equal($"OTEL_EXPORTER_OTLP_ENDPOINT is '{endpoint}', and should be an http or https URL such as http://localhost:4317.", error.Message);
    }

    private static WebApplicationFactory<Program> Create(string endpoint) => new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
        .UseSetting("EmbeddedZooKeeper:Port", $"{FreePort.Next()}")
        .UseSetting(TelemetryHostBuilderExtensions.EndpointKey, endpoint));
}

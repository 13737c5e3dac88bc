using LeaderHosting;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace SchedulerApp.Telemetry;

/// <summary>Exports what the elections measure and trace.</summary>
public static class TelemetryHostBuilderExtensions
{
    /// <summary>The configuration key, usually an environment variable, that OpenTelemetry's exporters read: where the collector listens.</summary>
    public const string EndpointKey = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Exports metrics and traces by OTLP if <see cref="EndpointKey"/> is set; otherwise adds nothing.</summary>
    /// <exception cref="InvalidOperationException"><see cref="EndpointKey"/> is no http or https URL.</exception>
    public static IHostApplicationBuilder AddTelemetryExport(this IHostApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var endpoint = builder.Configuration[EndpointKey];
        if (string.IsNullOrWhiteSpace(endpoint))
        {
            return builder;
        }

        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttp && url.Scheme != Uri.UriSchemeHttps))
        {
            throw new InvalidOperationException($"{EndpointKey} is '{endpoint}', and should be an http or https URL such as http://localhost:4317.");
        }

        // Nodes are told apart by the name they have in the election; one without a name gets an id of its own. OTEL_SERVICE_NAME counts more than the application's name.
        var nodeName = builder.Configuration[$"{ZooKeeperLeadershipOptions.SectionName}:{nameof(ZooKeeperLeadershipOptions.NodeName)}"];
        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(builder.Environment.ApplicationName, serviceInstanceId: nodeName)
                .AddEnvironmentVariableDetector())
            .WithMetrics(static metrics => metrics.AddMeter(LeadershipDiagnostics.MeterName, LeadershipDiagnostics.ClientMeterName))
            .WithTracing(static traces => traces.AddSource(LeadershipDiagnostics.ActivitySourceName))
            .UseOtlpExporter();
        return builder;
    }
}

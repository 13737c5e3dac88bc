using System.Diagnostics;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting;

/// <summary>What elections are measured and traced under. docs/observability.md lists every instrument and span.</summary>
/// <example>
/// With the OpenTelemetry SDK: <c>metrics.AddMeter(LeadershipDiagnostics.MeterName, LeadershipDiagnostics.ClientMeterName)</c> and
/// <c>traces.AddSource(LeadershipDiagnostics.ActivitySourceName)</c>.
/// </example>
public static class LeadershipDiagnostics
{
    /// <summary>The name of the meter of elections, their services and their sessions.</summary>
    public const string MeterName = "LeaderHosting";

    /// <summary>The name of the meter of the ZooKeeper client under them; an election on another client has none of its instruments.</summary>
    public const string ClientMeterName = ZooKeeperDiagnostics.MeterName;

    /// <summary>The name of the <see cref="ActivitySource"/> of role changes.</summary>
    public const string ActivitySourceName = "LeaderHosting";
}

using System.Diagnostics.Metrics;
using System.Globalization;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Requests;

namespace LeaderHosting.ZooKeeper.Diagnostics;

/// <summary>The instruments of a client. Costs nothing, and reads no clock, while nobody listens.</summary>
/// <remarks>Thread-safe. All clients that are given the same factory share one set of instruments, because a meter makes each only once.</remarks>
internal sealed class ClientMetrics
{
    private const string OperationTag = "zookeeper.operation";
    private const string ErrorTag = "error.type";

    /// <summary>From a server beside the client to the patience of a long session.</summary>
    private static readonly InstrumentAdvice<double> Durations = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    };

    private readonly TimeProvider _time;
    private readonly Histogram<double>? _duration;
    private readonly Counter<long>? _reconnects;

    /// <param name="meters">Makes the meter; null: nothing is measured.</param>
    /// <param name="time">The client's clock.</param>
    public ClientMetrics(IMeterFactory? meters, TimeProvider time)
    {
        _time = time;
        if (meters is null)
        {
            return;
        }

        var meter = meters.Create(ZooKeeperDiagnostics.MeterName);
        _duration = meter.CreateHistogram(
            "leaderhosting.zookeeper.request.duration", "s", "From the call to the answer, the wait for a connection included.", tags: null, Durations);
        _reconnects = meter.CreateCounter<long>(
            "leaderhosting.zookeeper.reconnects", "{reconnect}", "Connections that took a session on after its last one had broken.");
    }

    /// <summary>When a request begins; 0 when nobody wants to know.</summary>
    public long Begin() => _duration is { Enabled: true } ? _time.GetTimestamp() : 0;

    /// <summary>A request has its outcome.</summary>
    /// <param name="type">The kind of the request.</param>
    /// <param name="began">What <see cref="Begin"/> returned.</param>
    /// <param name="error">What became of it.</param>
    public void End(OpCode type, long began, ZooKeeperErrorCode error)
    {
        if (began != 0)
        {
            Record(type, began, error == ZooKeeperErrorCode.Ok ? null : NameOf(error));
        }
    }

    /// <summary>The caller of a request waits for it no longer.</summary>
    /// <param name="type">The kind of the request.</param>
    /// <param name="began">What <see cref="Begin"/> returned.</param>
    public void EndCancelled(OpCode type, long began)
    {
        if (began != 0)
        {
            Record(type, began, "Cancelled");
        }
    }

    /// <summary>A connection took the session on.</summary>
    public void Reconnected() => _reconnects?.Add(1);

    private void Record(OpCode type, long began, string? error)
    {
        var seconds = _time.GetElapsedTime(began).TotalSeconds;
        var operation = new KeyValuePair<string, object?>(OperationTag, OperationNames.Of(type));
        if (error is null)
        {
            _duration!.Record(seconds, operation);
        }
        else
        {
            _duration!.Record(seconds, operation, new KeyValuePair<string, object?>(ErrorTag, error));
        }
    }

    /// <summary>The name, which the runtime keeps; or the number of a code that only a newer server knows.</summary>
    private static string NameOf(ZooKeeperErrorCode error) => Enum.GetName(error) ?? ((int)error).ToString(CultureInfo.InvariantCulture);
}

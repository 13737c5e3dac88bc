namespace LeaderHosting.Testing.Core;

/// <summary>The numbers of the whole server, as <c>srvr</c> and <c>mntr</c> show them and <c>srst</c> resets them. Latencies are in milliseconds.</summary>
internal sealed class ServerStatistics
{
    private double _totalLatency;
    private long _requests;

    public long Received { get; set; }

    public long Sent { get; set; }

    public double MinLatency { get; private set; } = double.MaxValue;

    public double MaxLatency { get; private set; }

    public double AverageLatency => _requests == 0 ? 0 : _totalLatency / _requests;

    public void CountRequest(TimeSpan latency)
    {
        var milliseconds = latency.TotalMilliseconds;
        _requests++;
        _totalLatency += milliseconds;
        MinLatency = Math.Min(MinLatency, milliseconds);
        MaxLatency = Math.Max(MaxLatency, milliseconds);
    }

    public void Reset()
    {
        (_totalLatency, _requests, Received, Sent, MinLatency, MaxLatency) = (0, 0, 0, 0, double.MaxValue, 0);
    }
}

using System.Globalization;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>Keeps a connection, and with it the session, alive; and notices when the other side has fallen silent.</summary>
/// <remarks>With a session timeout of T: nothing sent for T/3 sends a ping, no packet received for 2T/3 ends the connection, which leaves T/3 to reach
/// another server before the session expires. Only whole packets count: a server that sends a byte now and then could hold the connection for ever.
/// Both are as in <c>ClientCnxn</c> of upstream.</remarks>
internal sealed class Heartbeat : IDisposable
{
    private static readonly TimeSpan ShortestDelay = TimeSpan.FromMilliseconds(1);

    private readonly TimeProvider _time;
    private readonly TimeSpan _pingAfter;
    private readonly TimeSpan _silenceLimit;
    private readonly Action _ping;
    private readonly Action<Exception> _onSilence;
    private readonly ITimer _timer;
    private long _lastSent;
    private long _lastReceived;

    /// <summary>Creates it; it does nothing before <see cref="Start"/>.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="sessionTimeout">The session timeout that the server granted.</param>
    /// <param name="ping">Sends a ping.</param>
    /// <param name="onSilence">Ends the connection.</param>
    public Heartbeat(TimeProvider time, TimeSpan sessionTimeout, Action ping, Action<Exception> onSilence)
    {
        _time = time;
        _pingAfter = sessionTimeout / 3;
        _silenceLimit = sessionTimeout * 2 / 3;
        _ping = ping;
        _onSilence = onSilence;
        _lastSent = _lastReceived = time.GetTimestamp();
        _timer = time.CreateTimer(
            static state => ((Heartbeat)state!).Tick(),
            this,
            Timeout.InfiniteTimeSpan,
            Timeout.InfiniteTimeSpan);
    }

    public void Start() => _timer.Change(_pingAfter, Timeout.InfiniteTimeSpan);

    /// <summary>Something was given to the connection to send.</summary>
    public void OnSent() => Volatile.Write(ref _lastSent, _time.GetTimestamp());

    /// <summary>A packet has come, the whole of it.</summary>
    public void OnReceived() => Volatile.Write(ref _lastReceived, _time.GetTimestamp());

    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        var silence = _time.GetElapsedTime(Volatile.Read(ref _lastReceived));
        if (silence >= _silenceLimit)
        {
            _onSilence(new TimeoutException(string.Create(
                CultureInfo.InvariantCulture,
                $"No packet was received for {silence.TotalMilliseconds:F0} ms, two thirds of the session timeout.")));
            return;
        }

        if (_time.GetElapsedTime(Volatile.Read(ref _lastSent)) >= _pingAfter)
        {
            _ping();
        }

        var untilPing = _pingAfter - _time.GetElapsedTime(Volatile.Read(ref _lastSent));
        var untilLimit = _silenceLimit - silence;
        var delay = untilPing < untilLimit ? untilPing : untilLimit;
        _timer.Change(delay > ShortestDelay ? delay : ShortestDelay, Timeout.InfiniteTimeSpan);
    }
}

using System.Diagnostics.CodeAnalysis;
using LeaderHosting.Coordination;

namespace LeaderHosting.Sessions;

/// <summary>Leaves a server that answers none of a session's requests for another, so that no request of an election waits for ever on a connection that
/// merely answers pings.</summary>
/// <remarks>
/// <para>The first server is left when requests have waited for the session timeout T without an answer to any of them. Where moving on does not help it is the
/// quorum that is slow, and more connections would only add to its load: the patience doubles each time, up to 8 T, until a commit is answered. Answers to
/// reads end the waiting but don't restore the patience, since a server can give them without a quorum.</para>
/// <para>Time without a connection does not count: then the client is looking for one. Thread-safe.</para>
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable",
    Justification = "The timer runs only while requests are under way, and they all end with the session.")]
internal sealed class SilenceWatch
{
    private const int LongestPatience = 8;

    private readonly Lock _lock = new();
    private readonly ICoordinationSession _session;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private TimeSpan _patience;
    private int _underWay;
    private long _silentSince;
    private bool _isTicking;

    public SilenceWatch(ICoordinationSession session, TimeSpan timeout, TimeProvider time)
    {
        _session = session;
        _timeout = _patience = timeout;
        _time = time;
        _timer = time.CreateTimer(
            static watch => ((SilenceWatch)watch!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A request is being made.</summary>
    public void Begin()
    {
        lock (_lock)
        {
            if (_underWay++ > 0)
            {
                return;
            }

            _silentSince = _time.GetTimestamp();

            // It is left to tick once more when the last answer has come, so that the timer is not moved with every request.
            if (!_isTicking)
            {
                _isTicking = true;
                _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>A request has ended.</summary>
    /// <param name="answered">Whether the server has answered it.</param>
    /// <param name="committed">Whether only the quorum could.</param>
    public void End(bool answered, bool committed)
    {
        lock (_lock)
        {
            _underWay--;
            if (!answered)
            {
                return;
            }

            _silentSince = _time.GetTimestamp();
            if (committed && _patience > _timeout)
            {
                _patience = _timeout;
                _timer.Change(_patience, Timeout.InfiniteTimeSpan);
            }
        }
    }

    private void Tick()
    {
        TimeSpan silence;
        lock (_lock)
        {
            if (_underWay == 0)
            {
                _isTicking = false;
                return;
            }

            silence = Silence();
            if (silence < _patience)
            {
                _timer.Change(_patience - silence, Timeout.InfiniteTimeSpan);
                return;
            }

            var longest = LongestPatience * _timeout;
            _patience = _patience * 2 < longest ? _patience * 2 : longest;
            _silentSince = _time.GetTimestamp();
            _timer.Change(_patience, Timeout.InfiniteTimeSpan);
        }

        _session.Reconnect($"No request was answered for {silence.TotalMilliseconds:0} ms.");
    }

    /// <summary>How long the present connection has owed an answer.</summary>
    private TimeSpan Silence()
    {
        if (_session.Connection is not { } connection)
        {
            return TimeSpan.Zero;
        }

        return _time.GetElapsedTime(Math.Max(_silentSince, connection.EstablishedAt));
    }
}

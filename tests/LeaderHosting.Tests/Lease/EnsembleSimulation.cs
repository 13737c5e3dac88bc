using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Lease;

/// <summary>
/// A client on followers that are cut off from the ensemble's leader at random instants, event by event, with ZooKeeper's own rules of who learns of a touch and
/// when: a follower answers reads by itself and notes the touch; it passes the notes on only with its answer to the leader's ping; a commit travels to the leader
/// and back on the same ordered streams as pings do, and touches nothing; the leader expires the session one timeout after the last touch it was told of.
/// </summary>
/// <remarks>Times are ticks of the servers' clock; the client's clock runs a little faster or slower.</remarks>
internal sealed class EnsembleSimulation
{
    public const long Timeout = 10 * TimeSpan.TicksPerSecond;

    private readonly PriorityQueue<Action, (long At, long Number)> _events = new();
    private readonly Random _random;
    private readonly double _clientRate;
    private readonly long _pingPeriod;
    private readonly long _latency;
    private readonly long _readPause;
    private readonly SessionLease _lease;
    private readonly Habit _habit;
    private readonly List<Follower> _followers = [];
    private Follower _follower;
    private CoordinationConnection _connection;
    private long _number;
    private long _now;
    private long _leaderKnowsTouch;
    private long _naiveEnd;
    private long _commitOnlyEnd;

    /// <param name="seed">Of everything random.</param>
    /// <param name="pingPeriod">How often the ensemble's leader pings its followers; up to Timeout/4 is what ZooKeeper promises.</param>
    public EnsembleSimulation(int seed, long pingPeriod)
    {
        _random = new Random(seed);
        _pingPeriod = pingPeriod;
        _clientRate = 1 + ((_random.NextDouble() - 0.5) / 100);
        _latency = Timeout / _random.Next(20, 2000);
        _readPause = Timeout / _random.Next(2, 12);
        _habit = (Habit)_random.Next(3);
        _now = Timeout;
        _lease = new SessionLease(TimeSpan.FromTicks(Timeout), new ManualTimeProvider());
        for (var i = 0; i < 3; i++)
        {
            _followers.Add(new Follower());
        }

        _follower = _followers[0];
        _connection = new CoordinationConnection(0, 0, 0, TimeSpan.Zero, "none");
    }

    /// <summary>By how much, at the worst moment, the lease outlasted the session as the leader would expire it; negative when it never did.</summary>
    public long LongestOverrun { get; private set; } = -Timeout;

    /// <summary>The same for the rule that every answer extends the lease.</summary>
    public long LongestNaiveOverrun { get; private set; } = -Timeout;

    /// <summary>The same for the rule that every commit extends it.</summary>
    public long LongestCommitOnlyOverrun { get; private set; } = -Timeout;

    /// <summary>How often the lease was extended.</summary>
    public int Extensions { get; private set; }

    public void Run()
    {
        _lease.Renewed += () => Extensions++;
        foreach (var follower in _followers)
        {
            At(_now + Random(_pingPeriod), () => Ping(follower));
        }

        Connect();

        // Cut off one after another; the client stays with a cut-off follower for a while, then tries the next.
        var cut = _now;
        foreach (var follower in _followers)
        {
            cut += (Timeout / 4) + Random(2 * Timeout);
            At(cut, () => follower.IsCutOff = true);
            if (follower != _followers[^1])
            {
                At(cut + Random(Timeout / 2), () => ChangeTo(_followers[_followers.IndexOf(follower) + 1]));
            }
        }

        var end = cut + (2 * Timeout);
        while (_events.TryDequeue(out var next, out var when) && when.At < end)
        {
            _now = when.At;
            next();
        }
    }

    private void ChangeTo(Follower follower)
    {
        // An expired session is not found by the leader.
        if (_now < _leaderKnowsTouch + Timeout)
        {
            _follower = follower;
            Connect();
        }
    }

    /// <summary>The connect request goes to the leader itself, which touches the session when it validates it.</summary>
    private void Connect()
    {
        var follower = _follower;
        var requestedAt = ClientClock();
        ToFollower(follower, () => ToLeader(follower, () =>
        {
            _leaderKnowsTouch = _now;
            FromLeader(follower, () => ToClient(follower, () =>
            {
                if (follower != _follower)
                {
                    return;
                }

                _connection = new CoordinationConnection(_connection.Ordinal + 1, requestedAt, ClientClock(), TimeSpan.FromTicks(Timeout), "zk");
                _lease.Connected(_connection);
                Begin(_connection);
            }));
        }));
    }

    private void Begin(CoordinationConnection connection)
    {
        if (_habit == Habit.JustInTime)
        {
            ProveJustInTime(connection);
            return;
        }

        Read(connection);
        Prove(connection);
    }

    private void Read(CoordinationConnection connection)
    {
        if (connection == _connection)
        {
            Send(connection, committed: false, then: () => { });
            After(Random(_readPause), () => Read(connection));
        }
    }

    /// <summary>Commits one after another, with pauses; a node that is not always next in line makes long ones.</summary>
    private void Prove(CoordinationConnection connection)
    {
        if (connection != _connection)
        {
            return;
        }

        if (_habit == Habit.ProvesNowAndThen && _random.Next(3) != 0)
        {
            After(Random(Timeout), () => Prove(connection));
            return;
        }

        Send(connection, committed: true, then: () => After(
            _lease.CommitWouldRenew ? Random(Timeout / 500) : Random(Timeout / 16), () => Prove(connection)));
    }

    /// <summary>After a silence one read, then p and q at the first instants at which the rule lets them settle it: the least favourable moment.</summary>
    private void ProveJustInTime(CoordinationConnection connection)
    {
        if (connection != _connection)
        {
            return;
        }

        Send(connection, committed: false, then: () =>
            After(LeaseScript.ReportDelay * Timeout / LeaseScript.Timeout * 1000 / 995, () =>
                Send(connection, committed: true, then: () =>
                    Send(connection, committed: true, then: () =>
                        After(Random(Timeout), () => ProveJustInTime(connection))))));
    }

    private void Send(CoordinationConnection connection, bool committed, Action then)
    {
        var follower = _follower;
        var sentAt = ClientClock();
        ToFollower(follower, () =>
        {
            follower.HasTouch = true;
            if (!committed)
            {
                ToClient(follower, Answer);
                return;
            }

            ToLeader(follower, () => After(Random(_latency), () => FromLeader(follower, () => ToClient(follower, Answer))));
        });

        void Answer()
        {
            var answeredAt = ClientClock();
            _lease.Answered(connection, sentAt, answeredAt, committed);
            _naiveEnd = Math.Max(_naiveEnd, sentAt + Timeout - (Timeout / 100));
            _commitOnlyEnd = committed ? Math.Max(_commitOnlyEnd, sentAt + Timeout - (Timeout / 100)) : _commitOnlyEnd;
            Judge();
            then();
        }
    }

    /// <summary>No end may lie after the instant at which the leader, told nothing more, expires the session.</summary>
    private void Judge()
    {
        var expiry = _leaderKnowsTouch + Timeout;
        LongestOverrun = Math.Max(LongestOverrun, ServerClock(Math.Max(_lease.End, 0)) - expiry);
        LongestNaiveOverrun = Math.Max(LongestNaiveOverrun, ServerClock(_naiveEnd) - expiry);
        LongestCommitOnlyOverrun = Math.Max(LongestCommitOnlyOverrun, ServerClock(_commitOnlyEnd) - expiry);
    }

    private void Ping(Follower follower)
    {
        After(_pingPeriod, () => Ping(follower));
        FromLeader(follower, () =>
        {
            var touched = follower.HasTouch;
            follower.HasTouch = false;
            ToLeader(follower, () => _leaderKnowsTouch = touched ? _now : _leaderKnowsTouch);
        });
    }

    private void ToFollower(Follower follower, Action action) => Travel(ref follower.FromClient, () => true, action);

    private void ToClient(Follower follower, Action action) =>
        Travel(ref follower.ToClient, () => true, () =>
        {
            // A connection that was given up brings no answers.
            if (follower == _follower)
            {
                action();
            }
        });

    private void ToLeader(Follower follower, Action action) => Travel(ref follower.ToLeader, () => !follower.IsCutOff, action);

    private void FromLeader(Follower follower, Action action) => Travel(ref follower.FromLeader, () => !follower.IsCutOff, action);

    /// <summary>A stream: what is sent later arrives later. What is under way when the stream is cut is lost.</summary>
    private void Travel(ref long lastArrival, Func<bool> isThrough, Action arrive)
    {
        lastArrival = Math.Max(lastArrival, _now + Random(_latency));
        At(lastArrival, () =>
        {
            if (isThrough())
            {
                arrive();
            }
        });
    }

    private void After(long delay, Action action) => At(_now + delay, action);

    private void At(long time, Action action) => _events.Enqueue(action, (time, _number++));

    private long ClientClock() => (long)(_now * _clientRate);

    private long ServerClock(long clientClock) => (long)(clientClock / _clientRate);

    private long Random(long most) => _random.NextInt64(most + 1);

    private enum Habit
    {
        ProvesAllTheTime,
        ProvesNowAndThen,
        JustInTime,
    }

    private sealed class Follower
    {
        public long FromClient;
        public long ToClient;
        public long ToLeader;
        public long FromLeader;

        public bool HasTouch { get; set; }

        public bool IsCutOff { get; set; }
    }
}

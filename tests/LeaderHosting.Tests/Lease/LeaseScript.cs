using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Lease;

/// <summary>Tells a lease of T = 16 s a story in milliseconds, so that T/4 is 4000, a proof interval T/16 is 1000, and the lease lasts 15840.</summary>
internal sealed class LeaseScript
{
    public const int Timeout = 16_000;
    public const int Length = 15_840;

    /// <summary>How long after a request's answer a commit has to be sent to settle it: T/4 and half a proof interval.</summary>
    public const int ReportDelay = 4_500;

    private readonly long _start;
    private CoordinationConnection _connection = new(0, 0, 0, TimeSpan.Zero, "none");

    public LeaseScript()
    {
        _start = Clock.GetTimestamp();
        Lease = new SessionLease(TimeSpan.FromMilliseconds(Timeout), Clock);
        Lease.Renewed += () => Renewals++;
    }

    public ManualTimeProvider Clock { get; } = new();

    public SessionLease Lease { get; }

    public int Renewals { get; private set; }

    /// <summary>The send time of the newest settled request, in the story's milliseconds; <see langword="null"/> when there is none.</summary>
    public long? SettledSentAt => End - Length;

    /// <summary>The end of the lease in the story's milliseconds; <see langword="null"/> when nothing has been proved.</summary>
    public long? End => Lease.End == long.MinValue ? null : Milliseconds(Lease.End);

    public LeaseScript Connect(int requestedAt, int establishedAt, int timeout = Timeout)
    {
        _connection = Connection(_connection.Ordinal + 1, requestedAt, establishedAt, timeout);
        Lease.Connected(_connection);
        return this;
    }

    public LeaseScript Read(int sentAt, int answeredAt) => Exchange(_connection, sentAt, answeredAt, committed: false);

    public LeaseScript Commit(int sentAt, int answeredAt) => Exchange(_connection, sentAt, answeredAt, committed: true);

    /// <summary>An answer of an earlier connection that is only now told.</summary>
    public LeaseScript LateCommit(int connection, int sentAt, int answeredAt) =>
        Exchange(Connection(connection, 0, 0), sentAt, answeredAt, committed: true);

    /// <summary>An answer of a connection that has not been told yet.</summary>
    public LeaseScript EarlyRead(int connection, int requestedAt, int answeredAt, int timeout) =>
        Exchange(Connection(connection, requestedAt, requestedAt, timeout), requestedAt, answeredAt, committed: false);

    private LeaseScript Exchange(CoordinationConnection connection, int sentAt, int answeredAt, bool committed)
    {
        Lease.Answered(connection, Timestamp(sentAt), Timestamp(answeredAt), committed);
        return this;
    }

    private CoordinationConnection Connection(long ordinal, int requestedAt, int establishedAt, int timeout = Timeout) =>
        new(ordinal, Timestamp(requestedAt), Timestamp(establishedAt), TimeSpan.FromMilliseconds(timeout), "zk");

    private long Timestamp(int milliseconds) => _start + (milliseconds * TimeSpan.TicksPerMillisecond);

    private long Milliseconds(long timestamp) => (timestamp - _start) / TimeSpan.TicksPerMillisecond;
}

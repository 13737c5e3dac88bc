using LeaderHosting.Coordination;
using LeaderHosting.Lease;

namespace LeaderHosting.Chaos.Node;

/// <summary>"Leader until told otherwise": what a program does that only reacts to the end of its session. Known to be unsafe.</summary>
internal sealed class NaiveLease(TimeSpan timeout) : ISessionLease
{
    /// <inheritdoc/>
    public event Action? Renewed;

    /// <inheritdoc/>
    public TimeSpan Timeout => timeout;

    /// <summary>So long that none is missed: a silent server is believed until the session is known to have ended.</summary>
    public TimeSpan ProofInterval => TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public bool IsHeld => true;

    /// <inheritdoc/>
    public TimeSpan Remaining => timeout;

    /// <inheritdoc/>
    public bool CommitWouldRenew => false;

    /// <inheritdoc/>
    public void Connected(CoordinationConnection connection) => Renewed?.Invoke();

    /// <inheritdoc/>
    public void Answered(CoordinationConnection connection, long sentAt, long answeredAt, bool committed)
    {
        // No answer makes a difference to it.
    }
}

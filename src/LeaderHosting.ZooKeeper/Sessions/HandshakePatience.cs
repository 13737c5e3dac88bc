namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>How long to wait for a server that was reached to grant a session: its share of the session timeout; longer, when no server of a whole round has
/// answered, and a new session is asked for.</summary>
/// <remarks>
/// Making a session is a commit. On a quorum that takes longer for one than the share, an attempt that is given up is made all the same, for nobody, and
/// adds to the load: with ever the same patience no client would come to have a session. Resuming one is none, and has to be done before it expires.
/// </remarks>
internal sealed class HandshakePatience(int hostCount)
{
    private int _attempts;
    private int _doublings;
    private bool _someWereSilent;

    /// <summary>The time to wait.</summary>
    /// <param name="share">The server's share of the session timeout.</param>
    /// <param name="sessionTimeout">The session timeout. A connection that is silent for two thirds of it would be given up too.</param>
    /// <param name="isNew">Whether a new session is asked for.</param>
    public TimeSpan For(TimeSpan share, TimeSpan sessionTimeout, bool isNew)
    {
        var longest = sessionTimeout * 2 / 3;
        var patience = share * (1L << _doublings);
        return !isNew ? share : patience < longest ? patience : longest;
    }

    /// <summary>Notes a fruitless attempt.</summary>
    /// <param name="wasSilent">Whether a server took the request and did not answer it.</param>
    public void OnFailure(bool wasSilent)
    {
        _someWereSilent |= wasSilent;
        if (++_attempts % hostCount == 0)
        {
            _doublings = Math.Min(_doublings + (_someWereSilent ? 1 : 0), 16);
            _someWereSilent = false;
        }
    }
}

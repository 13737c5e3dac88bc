namespace LeaderHosting.Coordination.ZooKeeper;

/// <summary>What has been learned of the servers' abilities. It outlives the sessions, since a server ends the connection of a client that asks for what it does not know.</summary>
/// <remarks>
/// Such a server says so before it closes, but the end may come as a reset that eats the answer. So of a request that has never been answered the second loss counts as
/// that answer. Should both have had another cause, reads cost more requests than they need; nothing worse. Thread-safe.
/// </remarks>
internal sealed class ServerFeatures
{
    private const int MostLost = 2;

    private readonly Lock _lock = new();
    private bool _multiReadAnswered;
    private bool _lackMultiRead;
    private int _multiReadsLost;

    /// <summary>Whether the servers are believed to know the request that reads several nodes (3.6 and later).</summary>
    public bool KnowMultiRead
    {
        get
        {
            lock (_lock)
            {
                return !_lackMultiRead;
            }
        }
    }

    /// <summary>How many connections have been lost under such a request. Ask before one is sent.</summary>
    public int MultiReadsLost
    {
        get
        {
            lock (_lock)
            {
                return _multiReadsLost;
            }
        }
    }

    /// <summary>Such a request was answered.</summary>
    public void OnMultiReadAnswered()
    {
        lock (_lock)
        {
            _multiReadAnswered = true;
        }
    }

    /// <summary>A server has said that it does not know such a request.</summary>
    public void OnMultiReadUnknown()
    {
        lock (_lock)
        {
            _lackMultiRead = true;
        }
    }

    /// <summary>Such a request was lost with its connection.</summary>
    /// <param name="lostBefore"><see cref="MultiReadsLost"/> when it was sent: all that were lost with one connection count once.</param>
    public void OnMultiReadLost(int lostBefore)
    {
        lock (_lock)
        {
            if (!_multiReadAnswered && lostBefore == _multiReadsLost)
            {
                _multiReadsLost++;
                _lackMultiRead |= _multiReadsLost >= MostLost;
            }
        }
    }
}

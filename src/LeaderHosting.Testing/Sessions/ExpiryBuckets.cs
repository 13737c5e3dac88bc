namespace LeaderHosting.Testing.Sessions;

/// <summary>
/// Sessions grouped by the tick in which they expire. A deadline is rounded up to the next tick, strictly after the last touch plus
/// the timeout, so a session never expires early and at most one tick late (ZooKeeper's <c>ExpiryQueue</c>). Times are milliseconds. Not thread-safe.
/// </summary>
internal sealed class ExpiryBuckets(int tick)
{
    private readonly SortedDictionary<long, HashSet<Session>> _buckets = [];

    /// <summary>The earliest deadline of all, or null when nothing can expire.</summary>
    public long? Next
    {
        get
        {
            foreach (var deadline in _buckets.Keys)
            {
                return deadline;
            }

            return null;
        }
    }

    public IEnumerable<KeyValuePair<long, HashSet<Session>>> Buckets => _buckets;

    /// <summary>Starts the timeout of <paramref name="session"/> anew.</summary>
    /// <returns>True when the earliest deadline may have moved closer.</returns>
    public bool Touch(Session session, long now)
    {
        var deadline = RoundUp(now + session.Timeout);
        if (deadline == session.Deadline)
        {
            return false;
        }

        Remove(session);
        session.Deadline = deadline;
        if (_buckets.TryGetValue(deadline, out var bucket))
        {
            bucket.Add(session);
            return false;
        }

        _buckets.Add(deadline, [session]);
        return Next == deadline;
    }

    public void Remove(Session session)
    {
        if (_buckets.TryGetValue(session.Deadline, out var bucket) && bucket.Remove(session) && bucket.Count == 0)
        {
            _buckets.Remove(session.Deadline);
        }

        session.Deadline = 0;
    }

    /// <summary>Takes out the sessions whose tick has come, earliest first.</summary>
    public List<Session> TakeExpired(long now)
    {
        var expired = new List<Session>();
        while (Next is { } deadline && deadline <= now)
        {
            _buckets.Remove(deadline, out var bucket);
            expired.AddRange(bucket!.OrderBy(static session => session.Id));
        }

        return expired;
    }

    private long RoundUp(long time) => ((time / tick) + 1) * tick;
}

namespace LeaderHosting.Election.Operations;

/// <summary>What the candidates in the queue have published of themselves. It never changes, so each is read once, and a look at the queue costs one request.</summary>
/// <remarks>Thread-safe: what is known is replaced, never changed.</remarks>
/// <param name="context">The session and the path.</param>
internal sealed class CandidateCatalog(ElectionContext context)
{
    private volatile Dictionary<string, CandidateData> _known = new(StringComparer.Ordinal);

    /// <summary>
    /// The candidates that this node may hand over to for a reason: all others, and where the newest leads, the newer ones. None if this node has no place in the queue.
    /// </summary>
    public async Task<List<(string Candidate, CandidateData Data)>> ReadRivalsAsync(string own, CancellationToken cancellationToken)
    {
        var queue = await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
        if (queue is null || queue.IndexOf(own) < 0)
        {
            return [];
        }

        var rivals = context.Settings.Order == LeadershipOrder.NewestFirst
            ? queue.Candidates.Take(queue.IndexOf(own))
            : queue.Candidates.Where(candidate => candidate.Value != own);
        return await ReadAsync(rivals, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The one of these that is preferred to this node as leader, and why.</summary>
    public (string Candidate, string Name, string Why)? FindPreferred(List<(string Candidate, CandidateData Data)> rivals) =>
        context.Settings.Order == LeadershipOrder.NewestFirst ? FindNewcomer(rivals) : FindHighest(rivals);

    /// <summary>The data of candidates, in the order in which they are given. One that vanishes meanwhile is left out.</summary>
    public async Task<List<(string Candidate, CandidateData Data)>> ReadAsync(IEnumerable<CandidateName> queue, CancellationToken cancellationToken)
    {
        var candidates = queue.Select(static c => c.Value).ToList();
        var before = _known;
        var unknown = candidates.Where(c => !before.ContainsKey(c)).ToList();

        // Sent one after another without waiting, so many newcomers cost one round trip.
        var nodes = await Task.WhenAll(unknown.Select(c => context.Session.GetAsync(context.PathOf(c), cancellationToken))).ConfigureAwait(false);
        var news = unknown.Zip(nodes).Where(static c => c.Second is not null).Select(static c => KeyValuePair.Create(c.First, CandidateData.Read(c.Second!.Data.Span)));
        var known = new Dictionary<string, CandidateData>(before.Where(k => candidates.Contains(k.Key)).Concat(news), StringComparer.Ordinal);
        _known = known;

        return [.. candidates.Where(known.ContainsKey).Select(c => (c, known[c]))];
    }

    /// <summary>The newest that came up after this node. One that has only come back does not count: it would take leadership from whoever it had lost it to.</summary>
    private static (string Candidate, string Name, string Why)? FindNewcomer(List<(string Candidate, CandidateData Data)> newer)
    {
        foreach (var (candidate, data) in newer)
        {
            if (data is { Order: LeadershipOrder.NewestFirst, IsReturning: false })
            {
                return (candidate, data.Name, "it is newer");
            }
        }

        return null;
    }

    /// <summary>
    /// The one with the highest priority, if that is higher than this node's; of several the first in the queue. Among equals nobody is preferred, so leadership
    /// never goes back and forth between them.
    /// </summary>
    private (string Candidate, string Name, string Why)? FindHighest(List<(string Candidate, CandidateData Data)> rivals)
    {
        (string Candidate, CandidateData Data)? preferred = null;
        foreach (var rival in rivals)
        {
            if (rival.Data.Priority > (preferred?.Data.Priority ?? context.Settings.Priority))
            {
                preferred = rival;
            }
        }

        return preferred is { } highest ? (highest.Candidate, highest.Data.Name, $"it has a higher priority, {highest.Data.Priority}") : null;
    }
}

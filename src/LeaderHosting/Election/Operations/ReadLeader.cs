using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Finds out who leads.</summary>
internal static class ReadLeader
{
    /// <summary>
    /// The leader on record, if its znode exists. Otherwise the first of the queue: a Curator latch, which leads without a claim, or a
    /// candidate that is about to claim.
    /// </summary>
    public static Task<LeaderInfo?> RunAsync(ElectionContext context, CancellationToken cancellationToken) =>
        RetryAsync(() => ReadOnceAsync(context, cancellationToken));

    /// <summary>The candidates, in the order in which they lead.</summary>
    public static Task<IReadOnlyList<CandidateInfo>> CandidatesAsync(
        ElectionContext context, string? own, CancellationToken cancellationToken) =>
        RetryAsync(() => ReadCandidatesOnceAsync(context, own, cancellationToken));

    private static async Task<LeaderInfo?> ReadOnceAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        var session = context.Session;
        var path = await session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false);
        if (path is null)
        {
            return null;
        }

        var record = context.ReadRecord(path);
        if (record is not null
            && await session.GetAsync(context.PathOf(record.Candidate), cancellationToken).ConfigureAwait(false) is { } leader
            && (record.Name is not null || await context.MayLeadAsync(record.Candidate, cancellationToken).ConfigureAwait(false)))
        {
            return record.ToInfo(record.Name ?? NameOf(leader), new Term(path.Version, path.ModifiedZxid));
        }

        var queue = await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
        foreach (var candidate in queue?.Candidates ?? [])
        {
            if (await session.GetAsync(context.PathOf(candidate.Value), cancellationToken).ConfigureAwait(false) is { } first)
            {
                return new LeaderInfo(NameOf(first), candidate.Value);
            }
        }

        return null;
    }

    private static async Task<IReadOnlyList<CandidateInfo>> ReadCandidatesOnceAsync(
        ElectionContext context, string? own, CancellationToken cancellationToken)
    {
        var leader = await ReadOnceAsync(context, cancellationToken).ConfigureAwait(false);
        var queue = await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
        var candidates = queue?.Candidates ?? [];

        // Sent one after another without waiting, so a long queue costs one round trip.
        var nodes = await Task
            .WhenAll(candidates.Select(c => context.Session.GetAsync(context.PathOf(c.Value), cancellationToken)))
            .ConfigureAwait(false);
        return
        [
            .. candidates.Zip(nodes)
                .Where(c => c.Second is not null)
                .Select(c => InfoOf(c.First.Value, CandidateData.Read(c.Second!.Data.Span), leader?.Candidate, own)),
        ];
    }

    private static async Task<T> RetryAsync<T>(Func<Task<T>> read)
    {
        while (true)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.ConnectionLost)
            {
                // Reading changes nothing; the next request waits for the next connection.
            }
        }
    }

    private static CandidateInfo InfoOf(string candidate, CandidateData data, string? leader, string? own) =>
        new(data.Name, candidate, IsLeader: candidate == leader, IsSelf: candidate == own) { Priority = data.Priority };

    private static string NameOf(CoordinationNode candidate) => CandidateData.Read(candidate.Data.Span).Name;
}

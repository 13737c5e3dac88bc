using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Makes sure that all candidates of an election go by the same order. Where they don't, no two lead, but they would wait for each other.</summary>
internal static class OrderAgreement
{
    /// <summary>
    /// Looks at the leader on record, as it was seen with the queue, after joining it. For the usual order, where one of many elections joins without a look, and for a leader that has come since.
    /// A candidate that finds itself in an election of the other order leaves again, and looks first before it joins once more.
    /// </summary>
    /// <exception cref="InvalidOperationException">It was elected by another order.</exception>
    public static void CheckLeader(ElectionContext context, CandidateQueue queue)
    {
        if (context.RecordSeen?.Record is { } record && record.Order != context.Settings.Order && queue.IndexOf(record.Candidate) >= 0)
        {
            throw Disagreement(context, record.Candidate, record.Name, record.Order);
        }
    }

    /// <summary>Reads who leads by the record, before this node joins the queue.</summary>
    /// <returns>The election path as it was read; <see langword="null"/> when it does not exist.</returns>
    /// <exception cref="InvalidOperationException">It was elected by another order.</exception>
    public static async Task<CoordinationNode?> CheckLeaderAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        var node = await context.Session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false);
        if (node is not null
            && context.ReadRecord(node) is { } record
            && record.Order != context.Settings.Order
            && await context.Session.GetAsync(context.PathOf(record.Candidate), cancellationToken).ConfigureAwait(false) is not null)
        {
            throw Disagreement(context, record.Candidate, record.Name, record.Order);
        }

        return node;
    }

    /// <summary>
    /// Looks at the candidates that came before this one, after it has joined the queue. A candidate of another order, or a Curator latch, leads when it is the lowest in the queue, and looks at no
    /// other; one that comes later is behind this one, and waits for it.
    /// </summary>
    /// <exception cref="InvalidOperationException">One of them goes by another order.</exception>
    public static async Task CheckEarlierAsync(ElectionContext context, CandidateQueue queue, string own, CancellationToken cancellationToken)
    {
        var earlier = queue.Candidates.Skip(queue.IndexOf(own) + 1).ToList();
        foreach (var (candidate, data) in await context.Candidates.ReadAsync(earlier, cancellationToken).ConfigureAwait(false))
        {
            if (data.Order != context.Settings.Order)
            {
                throw Disagreement(context, candidate, data.Name, data.Order);
            }
        }
    }

    private static InvalidOperationException Disagreement(ElectionContext context, string candidate, string? name, LeadershipOrder order) => new(
        $"candidate {candidate} ('{name ?? "no name yet"}') goes by the order {order}, as Curator latches do by {nameof(LeadershipOrder.OldestFirst)}, and this node by "
        + $"{context.Settings.Order}. Set {nameof(ZooKeeperLeadershipOptions.Order)} to the same on every node of {context.Settings.Path}");
}

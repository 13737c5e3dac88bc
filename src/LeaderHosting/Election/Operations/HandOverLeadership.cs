using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Gives up a place in the queue.</summary>
internal static class HandOverLeadership
{
    /// <summary>
    /// Deletes the leader's znode and names its successor, in one transaction, so that the successor leads from the moment it hears of the deletion.
    /// The queue is read only if whoever is to be named is not known already, or has gone. Where many elections share the session and nobody else was there when it was last read, nobody is looked
    /// for or named, so that they are given up together with a few requests: whoever has come since claims.
    /// </summary>
    /// <param name="context">The election.</param>
    /// <param name="candidate">The candidate that gives up its place.</param>
    /// <param name="preferred">Whom to name if it is still in the queue; otherwise, and by default, the next one is named.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The successor; <see langword="null"/> when there is none, when somebody else has deleted the znode, or when the answer was lost and the successor has handed on already.</returns>
    public static async Task<string?> RunAsync(
        ElectionContext context, string candidate, string? preferred, CancellationToken cancellationToken)
    {
        var isAlone = preferred is null && WasAlone(context, candidate);
        var known = preferred ?? NextSeen(context, candidate);
        string? unanswered = null;
        while (true)
        {
            string? named = null;
            try
            {
                if (isAlone || known is not null)
                {
                    named = known;
                    await context.Session.CommitAsync(Transaction(context, candidate, known), cancellationToken).ConfigureAwait(false);
                    return known;
                }

                var queue = await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
                if (queue is null || queue.IndexOf(candidate) < 0)
                {
                    return unanswered is not null && await IsOnRecordAsync(context, unanswered, cancellationToken).ConfigureAwait(false) ? unanswered : null;
                }

                named = preferred is not null && queue.IndexOf(preferred) >= 0 ? preferred : NextIn(queue, candidate);
                await context.Session.CommitAsync(Transaction(context, candidate, named), cancellationToken).ConfigureAwait(false);
                return named;
            }
            catch (CoordinationException e) when (e.Fault is CoordinationFault.ConnectionLost or CoordinationFault.NodeMissing)
            {
                // Perhaps applied, or the successor has gone meanwhile: the queue will tell.
                unanswered = e.Fault == CoordinationFault.ConnectionLost && named is not null ? named : unanswered;
                isAlone = false;
                known = null;
            }
        }
    }

    /// <summary>Deletes the znode of a candidate that never led, also when the answer to its creation never came. Where that was not asked for yet there is nothing to do.</summary>
    public static async Task WithdrawAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        if (!context.MayHaveJoined)
        {
            return;
        }

        while (true)
        {
            try
            {
                if (await RegisterCandidate.FindAsync(context, context.Id, cancellationToken).ConfigureAwait(false) is { } candidate)
                {
                    await context.Session
                        .CommitAsync([new CoordinationOperation.Delete(context.PathOf(candidate))], cancellationToken)
                        .ConfigureAwait(false);
                }

                return;
            }
            catch (CoordinationException e) when (e.Fault is CoordinationFault.ConnectionLost or CoordinationFault.NodeMissing)
            {
                // Looked for again.
            }
        }
    }

    private static string? NextIn(CandidateQueue queue, string candidate) => queue.Candidates.FirstOrDefault(c => c.Value != candidate).Value;

    /// <summary>
    /// Who was next when the queue was last read. Whoever came since stands behind it, so if it is still there, it is next; unless the newest is.
    /// </summary>
    private static string? NextSeen(ElectionContext context, string candidate) =>
        context is { Settings.Order: LeadershipOrder.OldestFirst, QueueSeen: { } queue } ? NextIn(queue, candidate) : null;

    /// <summary>Whether nobody else stood in the queue of one of many elections when it was last read. Where the newest leads, others come in at any time to take over.</summary>
    private static bool WasAlone(ElectionContext context, string candidate) =>
        context is { IsCrowded: true, Settings.Order: LeadershipOrder.OldestFirst, QueueSeen.Candidates: [var only] } && only.Value == candidate;

    /// <summary>Whether the record names a candidate.</summary>
    private static async Task<bool> IsOnRecordAsync(ElectionContext context, string candidate, CancellationToken cancellationToken) =>
        await context.Session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false) is { } node
        && context.ReadRecord(node)?.Candidate == candidate;

    private static CoordinationOperation[] Transaction(ElectionContext context, string candidate, string? successor)
    {
        var delete = new CoordinationOperation.Delete(context.PathOf(candidate));
        if (successor is null)
        {
            return [delete];
        }

        var record = new LeaderRecord(successor) { Since = context.Time.GetUtcNow(), Order = context.Settings.Order };
        return
        [
            new CoordinationOperation.Check(context.PathOf(successor)),
            delete,
            new CoordinationOperation.SetData(context.Settings.Path, record.ToUtf8()),
        ];
    }
}

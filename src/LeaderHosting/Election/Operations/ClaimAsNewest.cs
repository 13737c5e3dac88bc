using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>
/// Takes over leadership as the newest candidate. Being the newest is no lasting place: others come in before this one at any time. So the record decides: whoever it names leads for as long as its
/// znode exists, and it is replaced only as it was read.
/// </summary>
internal static class ClaimAsNewest
{
    /// <summary>
    /// Makes the candidate the leader on record if it is the newest and the one on record is gone, in one transaction that fails if its own znode is gone or the record has
    /// changed since it was read.
    /// </summary>
    public static async Task<ClaimLeadership.Outcome> RunAsync(ElectionContext context, string candidate, CancellationToken cancellationToken)
    {
        int? waitedFor = null;
        while (true)
        {
            try
            {
                var node = await context.Session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false);
                var record = node is null ? null : context.ReadRecord(node);
                if (node is not null && record?.Candidate == candidate)
                {
                    return new ClaimLeadership.Outcome(new Term(node.Version, node.ModifiedZxid), Named: null);
                }

                // Read after the record: whoever is missing here is gone for good, and nobody can have become leader by the record as it was read.
                var queue = await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
                if (node is null || queue is null || queue.IndexOf(candidate) < 0)
                {
                    return ClaimLeadership.Outcome.Deleted;
                }

                if (queue.IndexOf(candidate) > 0 || (record is not null && queue.IndexOf(record.Candidate) >= 0))
                {
                    return ClaimLeadership.Outcome.PlaceLost;
                }

                // Somebody has overwritten the record, so nobody can tell whether its leader is still there. One that leads writes it again; one that does not is done
                // after a session timeout.
                if (record is null && node.Version > 0 && node.Version != waitedFor)
                {
                    waitedFor = node.Version;
                    await Task.Delay(context.Session.Timeout, context.Time, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                return await ClaimLeadership.CommitAsync(context, candidate, node.Version, cancellationToken).ConfigureAwait(false);
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing)
            {
                return ClaimLeadership.Outcome.Deleted;
            }
            catch (CoordinationException e) when (e.Fault is CoordinationFault.ConnectionLost or CoordinationFault.VersionMismatch)
            {
                // Whether it was applied, or who was quicker, is seen when the record is read again.
            }
        }
    }
}

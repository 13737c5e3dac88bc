using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Takes over leadership at the head of the queue: by the predecessor's handover, or by a claim.</summary>
internal static class ClaimLeadership
{
    /// <summary>Makes the candidate the leader on record, in one transaction that fails if its znode is gone.</summary>
    /// <returns>The term; <see langword="null"/> when the candidate's znode, or the election path, does not exist any more.</returns>
    public static async Task<Term?> RunAsync(ElectionContext context, string candidate, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var node = await context.Session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false);
                if (node is null)
                {
                    return null;
                }

                // Named by the predecessor's handover, or by a claim of our own whose answer was lost. The GUID in the name makes sure
                // that it is this candidate, and no other that ever was.
                if (context.ReadRecord(node)?.Candidate == candidate)
                {
                    return new Term(node.Version, node.ModifiedZxid);
                }

                var results = await context.Session.CommitAsync(
                    [
                        new CoordinationOperation.Check(context.PathOf(candidate)),
                        new CoordinationOperation.SetData(context.Settings.Path, context.OwnRecord(candidate).ToUtf8()),
                    ],
                    cancellationToken).ConfigureAwait(false);
                return new Term(results[1].Version, results[1].ModifiedZxid);
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing)
            {
                return null;
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.ConnectionLost)
            {
                // Whether it was applied is seen when the record is read again.
            }
        }
    }
}

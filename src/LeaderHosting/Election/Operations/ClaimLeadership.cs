using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Takes over leadership at the head of the queue: by the predecessor's handover, or by a claim.</summary>
internal static class ClaimLeadership
{
    /// <summary>
    /// Makes the candidate the leader on record, in one transaction that fails if its znode is gone; unless the predecessor has named another one, which is still there.
    /// </summary>
    /// <param name="context">The election.</param>
    /// <param name="candidate">The candidate, the first in the queue.</param>
    /// <param name="vacancy">A record that names nobody, or somebody who is known to be gone.</param>
    /// <param name="gone">
    /// The candidate that stood before this one, if it is known to have gone. Whether it has died or handed over is not; the record tells. A claim sent on the chance, before that is read, would save a
    /// round trip after a death, but hold up the answer after a handover, when the servers have it to refuse and to log.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InvalidOperationException">
    /// Another candidate leads by the record, although this one is the first: somebody has interfered with the queue.
    /// </exception>
    public static async Task<Outcome> RunAsync(
        ElectionContext context, string candidate, ElectionContext.SeenRecord? vacancy, string? gone, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (vacancy is { Version: var version })
                {
                    vacancy = null;
                    return await CommitAsync(context, candidate, version, cancellationToken).ConfigureAwait(false);
                }

                var node = await context.Session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false);
                if (node is null)
                {
                    return Outcome.Deleted;
                }

                // Named by the predecessor's handover, or by a claim of our own whose answer was lost. The GUID in the name makes sure
                // that it is this candidate, and no other that ever was.
                var record = context.ReadRecord(node);
                if (record?.Candidate == candidate)
                {
                    return Named(node);
                }

                if (record is not null && record.Candidate != gone && await IsThereAsync(context, record.Candidate, cancellationToken).ConfigureAwait(false))
                {
                    // Whoever leads writes its name into the record; without one it is the successor that a handover has named.
                    return record.Name is null
                        ? new Outcome(Term: null, record.Candidate)
                        : throw new InvalidOperationException(
                            $"candidate {record.Candidate} ('{record.Name}') leads by the record and is still there, although this node is the first in the queue");
                }

                return await CommitAsync(context, candidate, node.Version, cancellationToken).ConfigureAwait(false);
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing)
            {
                return Outcome.Deleted;
            }
            catch (CoordinationException e) when (e.Fault is CoordinationFault.ConnectionLost or CoordinationFault.VersionMismatch)
            {
                // Whether it was applied, or what somebody else has written meanwhile, is seen when the record is read again.
            }
        }
    }

    /// <summary>Makes the candidate the leader on record, if its znode exists and nobody has changed the record since it was read.</summary>
    internal static async Task<Outcome> CommitAsync(ElectionContext context, string candidate, int version, CancellationToken cancellationToken)
    {
        var results = await context.Session.CommitAsync(
            [
                new CoordinationOperation.Check(context.PathOf(candidate)),
                new CoordinationOperation.SetData(context.Settings.Path, context.OwnRecord(candidate).ToUtf8(), version),
            ],
            cancellationToken).ConfigureAwait(false);
        return new Outcome(new Term(results[1].Version, results[1].ModifiedZxid), Named: null);
    }

    private static Outcome Named(CoordinationNode node) => new(new Term(node.Version, node.ModifiedZxid), Named: null);

    private static async Task<bool> IsThereAsync(ElectionContext context, string candidate, CancellationToken cancellationToken) =>
        await context.Session.GetAsync(context.PathOf(candidate), cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>What came of a claim.</summary>
    /// <param name="Term">The term, if it succeeded.</param>
    /// <param name="Named">The candidate that has to be let pass, if there is one.</param>
    /// <param name="IsPlaceLost">Whether it is not this candidate's turn after all.</param>
    internal sealed record Outcome(Term? Term, string? Named, bool IsPlaceLost = false)
    {
        /// <summary>Another candidate has come first, or still leads.</summary>
        public static Outcome PlaceLost { get; } = new(Term: null, Named: null, IsPlaceLost: true);

        /// <summary>The candidate's znode, or the election path, does not exist any more.</summary>
        public static Outcome Deleted { get; } = new(Term: null, Named: null);
    }
}

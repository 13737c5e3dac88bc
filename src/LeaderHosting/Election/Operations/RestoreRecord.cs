using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Keeps the leader record whole while this node leads.</summary>
internal static class RestoreRecord
{
    /// <summary>
    /// Writes the record again when it lacks this node's details, because a predecessor wrote it, or when somebody has written something else.
    /// </summary>
    public static async Task RunAsync(ElectionContext context, string candidate, ElectionTerm term, CancellationToken cancellationToken)
    {
        var node = await context.Session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false);
        if (node is null || context.ReadRecord(node) is { Name: not null } record && record.Candidate == candidate)
        {
            return;
        }

        var whole = context.OwnRecord(candidate) with { Since = term.Since, Term = term.Number, FencingToken = term.FencingToken };
        try
        {
            await context.Session.CommitAsync(
                [
                    new CoordinationOperation.Check(context.PathOf(candidate)),
                    new CoordinationOperation.SetData(context.Settings.Path, whole.ToUtf8(), node.Version),
                ],
                cancellationToken).ConfigureAwait(false);
        }
        catch (CoordinationException e) when (e.Fault is CoordinationFault.VersionMismatch or CoordinationFault.NodeMissing)
        {
            // Changed meanwhile, perhaps because the term is over; the next round looks again.
        }
    }
}

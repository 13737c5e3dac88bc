using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Clears away a candidate that this session has left behind, so that the election is not wedged until the session ends.</summary>
/// <remarks>
/// A create whose answer was lost may be applied after the queue was searched for it: the server that took it hands it on while the client, connected to another, reads there already.
/// </remarks>
internal static class RemoveStray
{
    /// <summary>Deletes the znode of a candidate, if it belongs to this session. The caller makes sure that nobody here stands or leads as that candidate.</summary>
    public static async Task RunAsync(ElectionContext context, string candidate, ElectionLog log, CancellationToken cancellationToken)
    {
        var node = await context.Session.GetAsync(context.PathOf(candidate), cancellationToken).ConfigureAwait(false);
        if (node?.Owner != context.Session.Id)
        {
            // Gone, or another process's that goes by the same name.
            return;
        }

        try
        {
            await context.Session.CommitAsync([new CoordinationOperation.Delete(context.PathOf(candidate))], cancellationToken).ConfigureAwait(false);
            log.StrayRemoved(context.Settings.NodeName, context.Settings.Path, candidate);
        }
        catch (CoordinationException e) when (e.Fault is CoordinationFault.NodeMissing or CoordinationFault.ConnectionLost)
        {
            // Gone, or looked for again in the next round.
        }
    }
}

using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>
/// Finds a candidate's place where the newest leads, and what it has to watch: the newest watches whoever leads, which may be any older one; every other the one that is just newer.
/// </summary>
internal static class LookUpPlaceAmongNewest
{
    /// <inheritdoc cref="LookUpPlace.RunAsync"/>
    /// <exception cref="InvalidOperationException">An earlier candidate goes by another order.</exception>
    public static async Task<LookUpPlace.Place?> RunAsync(
        ElectionContext context, string candidate, Action<CoordinationNodeEvent> onPredecessor, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var node = await context.Session.GetAsync(context.Settings.Path, cancellationToken).ConfigureAwait(false);
                var leader = node is null ? null : context.ReadRecord(node)?.Candidate;
                var queue = await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
                var index = queue?.IndexOf(candidate) ?? -1;
                if (index < 0)
                {
                    return null;
                }

                await OrderAgreement.CheckEarlierAsync(context, queue!, candidate, cancellationToken).ConfigureAwait(false);

                // Named by the predecessor, wherever it stands; or the newest, with nobody that leads.
                if (leader == candidate || (index == 0 && (leader is null || queue!.IndexOf(leader) < 0)))
                {
                    return new LookUpPlace.Place(null, false, null);
                }

                var predecessor = index == 0 ? leader! : queue!.Candidates[index - 1].Value;
                var watch = await context.Session
                    .WatchAsync(context.PathOf(predecessor), onPredecessor, cancellationToken)
                    .ConfigureAwait(false);
                if (watch is not null)
                {
                    return new LookUpPlace.Place(predecessor, predecessor == leader, watch);
                }

                // It went between the two requests: look again.
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.ConnectionLost)
            {
                // Nothing was changed by asking; the next request waits for the next connection.
            }
        }
    }
}

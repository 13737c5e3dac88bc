using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Finds a candidate's place in the queue, and watches the one before it, and only that one.</summary>
internal static class LookUpPlace
{
    /// <summary>Looks up the place of a candidate.</summary>
    /// <param name="context">The election.</param>
    /// <param name="candidate">The candidate.</param>
    /// <param name="onPredecessor">Called when the one before it is deleted or its data changes.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The place; <see langword="null"/> when the candidate's own znode is gone.</returns>
    public static async Task<Place?> RunAsync(
        ElectionContext context, string candidate, Action<CoordinationNodeEvent> onPredecessor, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var queue = context.TakeQueueJoinedBy(candidate) ?? await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
                var index = queue?.IndexOf(candidate) ?? -1;
                if (index < 0)
                {
                    return null;
                }

                if (index == 0)
                {
                    return new Place(null, false, null);
                }

                var predecessor = queue!.Candidates[index - 1].Value;
                var watch = await context.Session
                    .WatchAsync(context.PathOf(predecessor), onPredecessor, cancellationToken)
                    .ConfigureAwait(false);
                if (watch is not null)
                {
                    return new Place(predecessor, index == 1, watch);
                }

                // It went between the two requests: look again.
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.ConnectionLost)
            {
                // Nothing was changed by asking; the next request waits for the next connection.
            }
        }
    }

    /// <summary>A place in the queue.</summary>
    /// <param name="Predecessor">The candidate before; <see langword="null"/> at the head of the queue.</param>
    /// <param name="IsSecond">Whether the candidate before is the first.</param>
    /// <param name="Watch">The watch on it.</param>
    internal sealed record Place(string? Predecessor, bool IsSecond, IDisposable? Watch);
}

using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Joins the queue.</summary>
internal static class RegisterCandidate
{
    /// <summary>Creates the candidate's znode, once, whatever happens to the connection in between.</summary>
    /// <returns>The name of the znode.</returns>
    /// <exception cref="InvalidOperationException">The leader was elected by another order; the two would not agree who leads.</exception>
    public static async Task<string> RunAsync(ElectionContext context, bool isReturning, CancellationToken cancellationToken)
    {
        var id = context.NewId();

        await context.GiveWayAsync(cancellationToken).ConfigureAwait(false);

        // If it was refused, it must not stand in the way again.
        var isAgreed = context.Settings.Order == LeadershipOrder.OldestFirst && !context.IsRejoining;
        var mayExist = false;
        var pathIsMissing = false;
        while (true)
        {
            try
            {
                if (pathIsMissing)
                {
                    await CreatePathAsync(context, context.Settings.Path, cancellationToken).ConfigureAwait(false);
                    pathIsMissing = false;
                }

                if (!isAgreed)
                {
                    await OrderAgreement.CheckLeaderAsync(context, cancellationToken).ConfigureAwait(false);
                    isAgreed = true;
                }

                var candidate = mayExist ? await FindAsync(context, id, cancellationToken).ConfigureAwait(false) : null;
                return context.Settings.Order == LeadershipOrder.NewestFirst
                    ? candidate ?? await CreateAsync(context, id, isReturning, cancellationToken).ConfigureAwait(false)
                    : await JoinAsync(context, id, candidate, isReturning, cancellationToken).ConfigureAwait(false);
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing && !pathIsMissing)
            {
                pathIsMissing = true;
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.ConnectionLost)
            {
                // The answer is lost, the node perhaps not. A second one would block the election behind a candidate nobody speaks for.
                mayExist = true;
            }
        }
    }

    /// <summary>Looks for the znode of a registration whose answer was lost.</summary>
    public static async Task<string?> FindAsync(ElectionContext context, string id, CancellationToken cancellationToken)
    {
        var queue = await context.ReadQueueAsync(cancellationToken).ConfigureAwait(false);
        foreach (var candidate in queue?.Candidates ?? [])
        {
            if (candidate.Has(id))
            {
                return candidate.Value;
            }
        }

        return null;
    }

    /// <summary>Creates the znode, unless it exists, and looks who leads and who else is there, so that its place is known as soon as its name.</summary>
    private static async Task<string> JoinAsync(ElectionContext context, string id, string? existing, bool isReturning, CancellationToken cancellationToken)
    {
        // Asked for right behind, if nothing holds it up. Where transactions travel together there are many elections, and each has to do with fewer requests.
        var creation = existing is null ? CreateAsync(context, id, isReturning, cancellationToken) : Task.FromResult(existing);
        var reading = context.Session.IsBusy ? Task.FromResult<CandidateQueue?>(null) : context.ReadRecordAndQueueAsync(cancellationToken);

        await ((Task)reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var candidate = await creation.ConfigureAwait(false);
        var queue = reading.IsCompletedSuccessfully ? await reading.ConfigureAwait(false) : null;
        if (queue is null || queue.IndexOf(candidate) < 0)
        {
            queue = await context.ReadRecordAndQueueOfAsync(candidate, cancellationToken).ConfigureAwait(false);
        }

        if (queue is not null)
        {
            OrderAgreement.CheckLeader(context, queue);
        }

        context.Joined(queue);
        return candidate;
    }

    private static async Task<string> CreateAsync(ElectionContext context, string id, bool isReturning, CancellationToken cancellationToken)
    {
        context.BeginsToJoin();
        var prefix = CandidateName.PathPrefixOf(context.Settings.Path, id);
        var path = await context.Session
            .CreateAsync(prefix, context.CandidateData(isReturning), CoordinationNodeKind.EphemeralSequential, cancellationToken)
            .ConfigureAwait(false);
        return context.NameOf(path);
    }

    /// <summary>
    /// Creates a znode and those above it that are missing, beginning with the deepest: whoever may not create nodes further up, since they were made for
    /// it, is told so by ZooKeeper even when they exist.
    /// </summary>
    private static async Task CreatePathAsync(ElectionContext context, string path, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                await context.Session
                    .CreateAsync(path, ReadOnlyMemory<byte>.Empty, CoordinationNodeKind.Persistent, cancellationToken)
                    .ConfigureAwait(false);
                return;
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeExists)
            {
                // Another candidate was quicker.
                return;
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing && path.LastIndexOf('/') > 0)
            {
                await CreatePathAsync(context, path[..path.LastIndexOf('/')], cancellationToken).ConfigureAwait(false);
            }
        }
    }
}

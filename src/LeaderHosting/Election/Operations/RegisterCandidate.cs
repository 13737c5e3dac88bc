using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Joins the queue; where nobody else stands, takes over leadership in the same transaction.</summary>
internal static class RegisterCandidate
{
    /// <summary>Creates the candidate's znode, once, whatever happens to the connection in between; and leads by it at once, if nobody else stands there.</summary>
    /// <returns>The candidate, and the term if there is one already.</returns>
    /// <exception cref="InvalidOperationException">The leader was elected by another order; the two would not agree who leads.</exception>
    public static async Task<Registration> RunAsync(ElectionContext context, bool isReturning, CancellationToken cancellationToken)
    {
        var id = context.NewId();

        await context.GiveWayAsync(cancellationToken).ConfigureAwait(false);

        // Not one of many elections: with a thousand of them on two nodes that start at once, one would have a thousand transactions refused.
        var mayLeadAtOnce = context.Settings.Order == LeadershipOrder.OldestFirst && !context.IsCrowded;

        // Whoever was refused before must not stand in the way again.
        var mustAgree = context.Settings.Order == LeadershipOrder.NewestFirst || context.IsRejoining;
        var mayExist = false;
        if (mayLeadAtOnce || mustAgree)
        {
            var node = await LookAsync(context, cancellationToken).ConfigureAwait(false);
            try
            {
                if (mayLeadAtOnce && node.ChildCount == 0 && await TryLeadAtOnceAsync(context, id, node, isReturning, cancellationToken).ConfigureAwait(false) is { } registration)
                {
                    return registration;
                }
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.ConnectionLost)
            {
                mayExist = true;
            }
        }

        return new Registration(await JoinAsync(context, id, mayExist, isReturning, cancellationToken).ConfigureAwait(false));
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

    /// <summary>Reads the election path, which is made when it is missing, and makes sure that who leads there was elected by the same order.</summary>
    private static async Task<CoordinationNode> LookAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await OrderAgreement.CheckLeaderAsync(context, cancellationToken).ConfigureAwait(false) is { } node)
                {
                    return node;
                }

                await CreatePathAsync(context, context.Settings.Path, cancellationToken).ConfigureAwait(false);
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.ConnectionLost)
            {
                // Looked at again, over the next connection.
            }
        }
    }

    /// <summary>
    /// Creates the znode of a candidate and makes it the leader on record, in one transaction: a commit less than to join, look and claim. The record names the candidate, so its number has to be foretold; where another
    /// one has come since, or the record was written, the transaction fails. Whether it stands alone is told by the answer.
    /// </summary>
    /// <param name="context">The election.</param>
    /// <param name="id">The GUID of the registration.</param>
    /// <param name="node">The election path, as it was when nobody stood there.</param>
    /// <param name="isReturning">Whether this node has stood before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>
    /// The candidate, without a term if it is not alone. <see langword="null"/> when nothing was changed: then it has to join as any other.
    /// </returns>
    private static async Task<Registration?> TryLeadAtOnceAsync(
        ElectionContext context, string id, CoordinationNode node, bool isReturning, CancellationToken cancellationToken)
    {
        var turnCame = context.Time.GetTimestamp();
        var prefix = CandidateName.PathPrefixOf(context.Settings.Path, id);
        var foretold = CandidateName.ForetellFirst(prefix, node.ChildVersion);
        var candidate = context.NameOf(foretold);
        context.BeginsToJoin();
        try
        {
            var results = await context.Session.CommitAsync(
                [
                    new CoordinationOperation.Create(prefix, context.CandidateData(isReturning), CoordinationNodeKind.EphemeralSequential),
                    new CoordinationOperation.Check(foretold),
                    new CoordinationOperation.SetData(context.Settings.Path, context.OwnRecord(candidate).ToUtf8(), node.Version),
                ],
                cancellationToken).ConfigureAwait(false);
            var record = results[^1];
            if (record.ChildCount != 1)
            {
                // The path was deleted and made anew since it was read, and has come to the same numbers; somebody else may lead there.
                return new Registration(candidate);
            }

            context.JoinedAlone(candidate);
            return new Registration(candidate, new Term(record.Version, record.ModifiedZxid), turnCame);
        }
        catch (CoordinationException e) when (e.Fault is CoordinationFault.NodeMissing or CoordinationFault.VersionMismatch or CoordinationFault.NotAuthorized)
        {
            // Somebody was quicker; or one part of it is not allowed, which it will be told by name.
            return null;
        }
    }

    /// <summary>Creates the znode, in any place of the queue.</summary>
    /// <param name="context">The election.</param>
    /// <param name="id">The GUID of the registration.</param>
    /// <param name="mayExist">Whether it may have been created already.</param>
    /// <param name="isReturning">Whether this node has stood before.</param>
    /// <param name="cancellationToken">Gives up.</param>
    private static async Task<string> JoinAsync(ElectionContext context, string id, bool mayExist, bool isReturning, CancellationToken cancellationToken)
    {
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

                var candidate = mayExist ? await FindAsync(context, id, cancellationToken).ConfigureAwait(false) : null;
                return context.Settings.Order == LeadershipOrder.NewestFirst
                    ? candidate ?? await CreateAsync(context, id, isReturning, cancellationToken).ConfigureAwait(false)
                    : await CreateAndLookAroundAsync(context, id, candidate, isReturning, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Creates the znode, unless it exists, and looks who leads and who else is there, so that its place is known as soon as its name.</summary>
    private static async Task<string> CreateAndLookAroundAsync(
        ElectionContext context, string id, string? existing, bool isReturning, CancellationToken cancellationToken)
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

    /// <summary>What came of joining.</summary>
    /// <param name="Candidate">The name of the candidate's znode.</param>
    /// <param name="Term">The term, if this node has taken over with the same transaction.</param>
    /// <param name="TurnCame">When it was seen that nobody else stood there, as a timestamp of the clock; of use only with a term.</param>
    internal sealed record Registration(string Candidate, Term? Term = null, long TurnCame = 0);
}

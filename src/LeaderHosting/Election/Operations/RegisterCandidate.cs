using LeaderHosting.Coordination;

namespace LeaderHosting.Election.Operations;

/// <summary>Joins the queue.</summary>
internal static class RegisterCandidate
{
    /// <summary>Creates the candidate's znode, once, whatever happens to the connection in between.</summary>
    /// <returns>The name of the znode.</returns>
    public static async Task<string> RunAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        var id = context.NewId();
        var mayExist = false;
        while (true)
        {
            try
            {
                if (mayExist && await FindAsync(context, id, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return found;
                }

                var prefix = context.PathOf(CandidateName.PrefixOf(id));
                var path = await context.Session
                    .CreateAsync(prefix, context.CandidateData(), CoordinationNodeKind.EphemeralSequential, cancellationToken)
                    .ConfigureAwait(false);
                return path[(path.LastIndexOf('/') + 1)..];
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeMissing)
            {
                await CreateElectionPathAsync(context, cancellationToken).ConfigureAwait(false);
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
            if (candidate.Id == id)
            {
                return candidate.Value;
            }
        }

        return null;
    }

    private static async Task CreateElectionPathAsync(ElectionContext context, CancellationToken cancellationToken)
    {
        var path = context.Settings.Path;
        for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
        {
            try
            {
                var node = end < 0 ? path : path[..end];
                await context.Session
                    .CreateAsync(node, ReadOnlyMemory<byte>.Empty, CoordinationNodeKind.Persistent, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (CoordinationException e) when (e.Fault == CoordinationFault.NodeExists)
            {
                // Another candidate was quicker, or the parent has been there all along.
            }

            if (end < 0)
            {
                return;
            }
        }
    }
}

namespace LeaderHosting.Coordination;

/// <summary>Several reads, each as a request of its own.</summary>
internal static class SeparateReads
{
    /// <summary>Sends the reads one after another, without waiting in between, and waits for all answers.</summary>
    /// <param name="session">The session.</param>
    /// <param name="reads">The reads.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What came of each, in order.</returns>
    /// <exception cref="CoordinationException">The connection or the session was lost.</exception>
    public static async Task<IReadOnlyList<CoordinationReadResult>> SendAsync(
        ICoordinationSession session, IReadOnlyList<CoordinationRead> reads, CancellationToken cancellationToken)
    {
        if (reads is [var only])
        {
            return [await SendAsync(session, only, cancellationToken).ConfigureAwait(false)];
        }

        var answers = new Task<CoordinationReadResult>[reads.Count];
        for (var i = 0; i < answers.Length; i++)
        {
            answers[i] = SendAsync(session, reads[i], cancellationToken);
        }

        try
        {
            return await Task.WhenAll(answers).ConfigureAwait(false);
        }
        catch (CoordinationException e)
        {
            // Each went by itself, so that it was lost does not show that they are too many.
            throw new CoordinationException(e.Fault, e.Message, e) { IsUnrelatedToContent = true };
        }
    }

    private static async Task<CoordinationReadResult> SendAsync(ICoordinationSession session, CoordinationRead read, CancellationToken cancellationToken)
    {
        try
        {
            return read.Kind == CoordinationReadKind.Node
                ? new CoordinationReadResult(Node: await session.GetAsync(read.Path, cancellationToken).ConfigureAwait(false))
                : new CoordinationReadResult(Children: await session.GetChildrenAsync(read.Path, cancellationToken).ConfigureAwait(false));
        }
        catch (CoordinationException e) when (e.Fault is not (CoordinationFault.ConnectionLost or CoordinationFault.SessionLost))
        {
            return new CoordinationReadResult(Error: e);
        }
    }
}

namespace LeaderHosting.Bench.Failover.Traffic;

/// <summary>A request on its way to a server.</summary>
/// <param name="Time">When it passed, as a timestamp of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="Name">What it is; see <see cref="RequestReader"/>.</param>
internal sealed record SeenRequest(long Time, string Name)
{
    /// <summary>Whether it deletes something.</summary>
    public bool Deletes => Name.Contains(RequestReader.Delete, StringComparison.Ordinal);

    /// <summary>Whether it belongs to a session's life, and not to an election: a ping, or the end.</summary>
    public bool IsOfSession => Name is RequestReader.Ping or RequestReader.Close;
}

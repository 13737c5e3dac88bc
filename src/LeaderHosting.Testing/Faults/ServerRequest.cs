namespace LeaderHosting.Testing;

/// <summary>A request that has reached the server, for faults to choose by.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Paths">The nodes it is about; all of them for a multi. Empty for a ping and the like.</param>
/// <param name="SessionId">The session it belongs to.</param>
public sealed record ServerRequest(RequestKind Kind, IReadOnlyList<string> Paths, long SessionId)
{
    /// <summary>The first node it is about, or an empty string when it is about none.</summary>
    public string Path => Paths.Count > 0 ? Paths[0] : "";
}

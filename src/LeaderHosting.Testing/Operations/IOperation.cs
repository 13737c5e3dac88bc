namespace LeaderHosting.Testing.Operations;

/// <summary>A decoded request.</summary>
internal interface IOperation
{
    /// <summary>The nodes that the request is about, the first of them first; empty for a request that concerns no node.</summary>
    IReadOnlyList<string> Paths { get; }
}

namespace LeaderHosting.Coordination;

/// <summary>What came of one of several reads.</summary>
/// <param name="Node">The node, if that was asked for and there is one.</param>
/// <param name="Children">The names of its children, if they were asked for and there is such a node.</param>
/// <param name="Error">Why this one failed, for example because the ACL does not allow it; otherwise <see langword="null"/>.</param>
public readonly record struct CoordinationReadResult(
    CoordinationNode? Node = null, IReadOnlyList<string>? Children = null, CoordinationException? Error = null)
{
    /// <summary>The result, if the read has not failed.</summary>
    /// <exception cref="CoordinationException">It has.</exception>
    internal CoordinationReadResult OrThrow() => Error is null ? this : throw Error;
}

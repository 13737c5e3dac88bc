namespace LeaderHosting.Testing.Operations;

/// <summary>A request of a kind that no server knows. It costs the client its connection.</summary>
internal sealed class UnknownOperation : IOperation
{
    public IReadOnlyList<string> Paths => [];
}

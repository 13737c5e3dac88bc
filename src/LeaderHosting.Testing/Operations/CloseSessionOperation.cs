namespace LeaderHosting.Testing.Operations;

/// <summary>closeSession: the client says goodbye; its ephemerals go at once, and its connection after the reply.</summary>
internal sealed class CloseSessionOperation : IOperation
{
    public IReadOnlyList<string> Paths => [];
}

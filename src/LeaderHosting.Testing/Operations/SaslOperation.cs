namespace LeaderHosting.Testing.Operations;

/// <summary>sasl, to a server that has no SASL configured: it answers with an empty token and nobody is the wiser.</summary>
internal sealed class SaslOperation : IOperation
{
    public IReadOnlyList<string> Paths => [];
}

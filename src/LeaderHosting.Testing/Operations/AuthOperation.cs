using LeaderHosting.Testing.Security;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations;

/// <summary>auth: the client shows who it is. What it shows holds for its connection, not for its session.</summary>
internal sealed class AuthOperation(Credential? credential) : IOperation
{
    public IReadOnlyList<string> Paths => [];

    /// <summary>What the connection may call itself from now on, or null when the scheme is unknown.</summary>
    public Credential? Credential => credential;

    public static AuthOperation Read(ref JuteReader reader, string address)
    {
        var request = AuthRequest.Read(ref reader);
        return new AuthOperation(request.Scheme switch
        {
            "digest" => new Credential("digest", DigestIds.FromSecret(request.Auth.Span)),
            "ip" => new Credential("ip", address),
            _ => null,
        });
    }
}

namespace LeaderHosting.ZooKeeper;

/// <summary>An identity and its proof, given to each server the client connects to.</summary>
/// <remarks>The proof is secret: it is in no log, no exception and no <see cref="ToString"/>.</remarks>
public sealed class ZooKeeperAuthInfo
{
    /// <summary>Creates it.</summary>
    /// <param name="scheme">How the identity is proved, such as <c>digest</c> (see <see cref="DigestAuth.CreateAuthInfo"/>).</param>
    /// <param name="auth">The proof, in the terms of the scheme. Copied.</param>
    /// <exception cref="ArgumentException"><paramref name="scheme"/> is empty.</exception>
    public ZooKeeperAuthInfo(string scheme, ReadOnlySpan<byte> auth)
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        Scheme = scheme;
        Auth = auth.ToArray();
    }

    /// <summary>How the identity is proved.</summary>
    public string Scheme { get; }

    /// <summary>The proof. Secret.</summary>
    internal ReadOnlyMemory<byte> Auth { get; }

    /// <summary>The scheme alone.</summary>
    public override string ToString() => $"{Scheme}:***";
}

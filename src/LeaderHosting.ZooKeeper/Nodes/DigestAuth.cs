using System.Security.Cryptography;
using System.Text;

namespace LeaderHosting.ZooKeeper;

/// <summary>The <c>digest</c> scheme: a user name and a password.</summary>
/// <remarks>The password travels in the clear; on networks that others can read, the connection itself must be protected.</remarks>
public static class DigestAuth
{
    /// <summary>The name of the scheme.</summary>
    public const string Scheme = "digest";

    /// <summary>Makes the id that an <see cref="Acl"/> holds: <c>user:base64(sha1(user:password))</c>, as
    /// <c>DigestAuthenticationProvider</c> of upstream makes it (with its default algorithm).</summary>
    /// <param name="user">The user name, without a colon.</param>
    /// <param name="password">The password. It cannot be read back from the id by other means than guessing, and guessing is cheap: choose a long one.</param>
    /// <exception cref="ArgumentException"><paramref name="user"/> is empty or holds a colon.</exception>
    public static string CreateId(string user, string password)
    {
        var secret = Secret(user, password);
#pragma warning disable CA5350 // SHA-1 is what servers compare with; it is the protocol's choice, not ours.
        return $"{user}:{Convert.ToBase64String(SHA1.HashData(secret))}";
#pragma warning restore CA5350
    }

    /// <summary>Makes the access control list entry for a user.</summary>
    /// <inheritdoc cref="CreateId" path="/exception"/>
    /// <param name="permissions">What the user may do.</param>
    /// <param name="user">The user name, without a colon.</param>
    /// <param name="password">The password.</param>
    public static Acl CreateAcl(AclPermissions permissions, string user, string password) =>
        new(permissions, Scheme, CreateId(user, password));

    /// <summary>Makes the credentials with which a client proves to be the user.</summary>
    /// <inheritdoc cref="CreateId" path="/exception"/>
    /// <param name="user">The user name, without a colon.</param>
    /// <param name="password">The password.</param>
    public static ZooKeeperAuthInfo CreateAuthInfo(string user, string password) => new(Scheme, Secret(user, password));

    private static byte[] Secret(string user, string password)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentNullException.ThrowIfNull(password);
        if (user.Contains(':', StringComparison.Ordinal))
        {
            throw new ArgumentException("A user name of the digest scheme cannot hold a colon: it ends at the first one.", nameof(user));
        }

        return Encoding.UTF8.GetBytes($"{user}:{password}");
    }
}

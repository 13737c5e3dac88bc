using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace LeaderHosting.Testing.Security;

/// <summary>The ids of the "digest" scheme: <c>user:base64(SHA1(user:password))</c>, as in ZooKeeper's <c>DigestAuthenticationProvider</c>.</summary>
internal static class DigestIds
{
    [SuppressMessage("Security", "CA5350:Do not use weak cryptographic algorithms", Justification = "The protocol says SHA-1.")]
    public static string FromSecret(ReadOnlySpan<byte> userAndPassword)
    {
        var text = Encoding.UTF8.GetString(userAndPassword);
        var user = text.Split(':', 2)[0];
        return $"{user}:{Convert.ToBase64String(SHA1.HashData(userAndPassword))}";
    }

    public static bool IsValid(string id) => id.TrimEnd(':').Split(':').Length == 2;

    /// <summary>The id with its digest replaced by an x.</summary>
    public static string Mask(string id) => id.Split(':')[0] + (id.Contains(':', StringComparison.Ordinal) ? ":x" : "");
}

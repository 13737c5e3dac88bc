using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Security;

/// <summary>Decides who may do what, and which ACLs may be set (ZooKeeper's <c>checkACL</c> and <c>fixupACL</c>).</summary>
internal static class AclRules
{
    /// <summary>True when one of <paramref name="credentials"/> grants one of the bits of <paramref name="permission"/>.</summary>
    public static bool Allows(Acl[] acl, AclPermissions permission, IReadOnlyCollection<Credential> credentials)
    {
        foreach (var entry in acl)
        {
            if ((entry.Permissions & permission) == AclPermissions.None)
            {
                continue;
            }

            if (entry is { Scheme: "world", Id: "anyone" })
            {
                return true;
            }

            foreach (var credential in credentials)
            {
                if (credential.Scheme == entry.Scheme && Matches(credential, entry.Id))
                {
                    return true;
                }
            }
        }

        return acl.Length == 0;
    }

    /// <summary>
    /// Checks the ACL that a client wants to set, drops repeated entries and replaces "auth" entries by what the client has
    /// authenticated as.
    /// </summary>
    /// <returns>The ACL to store, or null when it is invalid.</returns>
    public static Acl[]? Resolve(IReadOnlyList<Acl> wanted, IReadOnlyCollection<Credential> credentials)
    {
        var resolved = new List<Acl>(wanted.Count);
        foreach (var entry in wanted.Distinct())
        {
            if (entry.Scheme == "auth")
            {
                // An address is no proof of identity: only digests count here.
                var before = resolved.Count;
                resolved.AddRange(credentials.Where(static c => c.Scheme == "digest").Select(c => new Acl(entry.Permissions, c.Scheme, c.Id)));
                if (resolved.Count == before)
                {
                    return null;
                }
            }
            else if (IsWellFormed(entry))
            {
                resolved.Add(entry);
            }
            else
            {
                return null;
            }
        }

        return resolved.Count == 0 ? null : [.. resolved];
    }

    /// <summary>Hides the digests in an ACL, for a reader who may not change it.</summary>
    public static Acl[] Mask(Acl[] acl) =>
        [.. acl.Select(static entry => entry.Scheme == "digest" ? entry with { Id = DigestIds.Mask(entry.Id) } : entry)];

    private static bool Matches(Credential credential, string id) =>
        credential.Scheme == "ip" ? IpRules.Matches(credential.Id, id) : credential.Id == id;

    private static bool IsWellFormed(Acl entry) =>
        entry.Scheme switch
        {
            "world" => entry.Id == "anyone",
            "digest" => DigestIds.IsValid(entry.Id),
            "ip" => IpRules.IsValid(entry.Id),
            _ => false,
        };
}

using System.Globalization;

namespace LeaderHosting.ZooKeeper;

/// <summary>The rule for access control lists that callers give, checked here so that a mistake is reported at once, and to the one who made it.</summary>
internal static class Acls
{
    /// <summary>Throws unless every entry has a scheme and an id.</summary>
    /// <param name="acl">The list.</param>
    /// <exception cref="ArgumentNullException">There is no list.</exception>
    /// <exception cref="ArgumentException">An entry lacks its scheme or its id, as <c>default(Acl)</c> does; the message says which.</exception>
    public static void Validate(IReadOnlyList<Acl> acl)
    {
        ArgumentNullException.ThrowIfNull(acl);
        for (var i = 0; i < acl.Count; i++)
        {
            if (acl[i] is { Scheme: null } or { Id: null })
            {
                throw new ArgumentException($"Entry {i.ToString(CultureInfo.InvariantCulture)} has no scheme or no id.", nameof(acl));
            }
        }
    }
}

namespace LeaderHosting.Testing.Tree;

/// <summary>
/// Reads and builds the <c>ephemeralOwner</c> field, which tells four kinds of node apart: 0 (persistent), a session id
/// (ephemeral), the sign bit alone (container), and a leading byte of 0xff (a time to live in milliseconds). See ZooKeeper's <c>EphemeralType</c>.
/// </summary>
internal static class EphemeralOwner
{
    public const long None = 0;
    public const long Container = long.MinValue;

    /// <summary>The longest time to live that fits in the field: 40 bits of milliseconds, about 34 years.</summary>
    public const long MaxTtl = 0x000000ff_ffffffffL;

    private const long TtlMark = unchecked((long)0xff000000_00000000UL);

    public static bool IsValidTtl(long ttl) => ttl is > 0 and <= MaxTtl;

    public static long FromTtl(long ttl) => TtlMark | ttl;

    public static bool IsTtl(long owner) => (owner & TtlMark) == TtlMark;

    public static long TtlOf(long owner) => owner & MaxTtl;

    /// <summary>True when the node belongs to a session and dies with it.</summary>
    public static bool IsSession(long owner) => owner is not None and not Container && !IsTtl(owner);
}

namespace LeaderHosting;

/// <summary>Who may touch the znodes that the election makes.</summary>
public enum ZooKeeperLeadershipAcl
{
    /// <summary>Anyone (<c>world:anyone:cdrwa</c>), ZooKeeper's own default. The default.</summary>
    Open = 0,

    /// <summary>
    /// Only clients authenticated as this one (<c>auth::cdrwa</c>); needs <see cref="ZooKeeperLeadershipOptions.DigestUser"/> and
    /// <see cref="ZooKeeperLeadershipOptions.DigestPassword"/>, the same on every node.
    /// </summary>
    Creator = 1,

    /// <summary>As <see cref="Creator"/>, and anyone may read, so that others can see who leads.</summary>
    CreatorAndWorldRead = 2,
}

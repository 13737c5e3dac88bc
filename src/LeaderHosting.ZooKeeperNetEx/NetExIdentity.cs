namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>What a session is resumed with.</summary>
/// <param name="Id">The session's id.</param>
/// <param name="Password">The password that the servers gave it.</param>
/// <param name="Timeout">The session timeout that they granted.</param>
internal sealed record NetExIdentity(long Id, byte[] Password, TimeSpan Timeout);

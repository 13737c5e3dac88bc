namespace LeaderHosting.Testing;

/// <summary>A living session, as it was when <see cref="ZooKeeperTestServer.Sessions"/> was read.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Timeout">The timeout that was negotiated.</param>
/// <param name="IsConnected">Whether a connection speaks for it.</param>
/// <param name="EphemeralPaths">The nodes that go when it ends, in ordinal order.</param>
public sealed record ServerSession(long Id, TimeSpan Timeout, bool IsConnected, IReadOnlyList<string> EphemeralPaths);

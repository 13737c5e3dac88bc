using LeaderHosting.ZooKeeper.Connections;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>A connection that holds the session.</summary>
/// <param name="Handshake">How it came about.</param>
/// <param name="Resumed">Whether the session had been connected before.</param>
/// <param name="ProvedAuths">The identities it has proved.</param>
internal readonly record struct EstablishedConnection(HandshakeResult Handshake, bool Resumed, IReadOnlyList<AuthEntry> ProvedAuths);

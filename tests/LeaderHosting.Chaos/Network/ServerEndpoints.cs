using System.Net;

namespace LeaderHosting.Chaos.Network;

/// <summary>Where a ZooKeeper server listens.</summary>
internal sealed record ServerEndpoints(IPAddress Address, int ClientPort, int QuorumPort, int ElectionPort);

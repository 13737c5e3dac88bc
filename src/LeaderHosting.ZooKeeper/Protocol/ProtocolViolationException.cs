namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>The other side broke the protocol: bytes that are no valid packet, or a packet that must not come now. Ends the connection.</summary>
internal sealed class ProtocolViolationException(string message) : Exception(message);

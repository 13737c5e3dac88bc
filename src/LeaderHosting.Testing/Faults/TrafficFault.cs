namespace LeaderHosting.Testing.Faults;

/// <summary>Something that is done to the traffic of one session's connection, or of every connection.</summary>
/// <param name="SessionId">Whose connection, or null for all.</param>
/// <param name="Blocked">The directions in which nothing passes.</param>
/// <param name="Delay">How long a packet to the client is kept back.</param>
/// <param name="HidesEnd">Whether the end of a connection is kept from the client too, as by a network that is cut.</param>
internal sealed record TrafficFault(long? SessionId, Direction Blocked, TimeSpan Delay, bool HidesEnd)
{
    public bool Concerns(long sessionId) => SessionId is null || SessionId == sessionId;
}

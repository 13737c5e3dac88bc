namespace LeaderHosting.Coordination;

/// <summary>One established connection of a session. Instances are compared by <see cref="Ordinal"/>.</summary>
/// <param name="Ordinal">1 for the first connection of the session, and one more for each after it.</param>
/// <param name="RequestedAt">The clock's timestamp taken before the connect request was sent.</param>
/// <param name="EstablishedAt">The clock's timestamp taken after its answer was read.</param>
/// <param name="SessionTimeout">The session timeout that the server granted with this answer. Servers whose bounds differ grant different ones.</param>
/// <param name="Server">The server, for the log.</param>
public sealed record CoordinationConnection(long Ordinal, long RequestedAt, long EstablishedAt, TimeSpan SessionTimeout, string Server);

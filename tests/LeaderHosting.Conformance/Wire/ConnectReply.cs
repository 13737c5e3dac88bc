namespace LeaderHosting.Conformance.Wire;

/// <summary>The answer to a connect request.</summary>
/// <param name="Timeout">In milliseconds; 0 when the session is refused.</param>
/// <param name="SessionId">The session, or 0.</param>
/// <param name="Password">Its password, or zeros.</param>
/// <param name="Length">The packet's length: 37 with the read-only byte, 36 without.</param>
public sealed record ConnectReply(int Timeout, long SessionId, byte[] Password, int Length);

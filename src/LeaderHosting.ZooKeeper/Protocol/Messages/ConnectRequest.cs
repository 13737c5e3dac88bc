namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>The first packet of a connection: asks for a session, new or resumed. It has no header.</summary>
/// <param name="ProtocolVersion">Always 0.</param>
/// <param name="LastZxidSeen">The newest transaction the client knows of; a server that is behind it refuses the connection.</param>
/// <param name="Timeout">The session timeout the client asks for, in milliseconds.</param>
/// <param name="SessionId">The session to resume, or 0 for a new one.</param>
/// <param name="Password">The secret of the session to resume; 16 zero bytes for a new one.</param>
/// <param name="ReadOnly">Whether a server in read-only mode will do; absent (null) from clients older than 3.4.</param>
internal readonly record struct ConnectRequest(
    int ProtocolVersion,
    long LastZxidSeen,
    int Timeout,
    long SessionId,
    ReadOnlyMemory<byte> Password,
    bool? ReadOnly) : IJuteRecord<ConnectRequest>
{
    public static ConnectRequest Read(ref JuteReader reader) => new(
        reader.ReadInt32("ConnectRequest.protocolVersion"),
        reader.ReadInt64("ConnectRequest.lastZxidSeen"),
        reader.ReadInt32("ConnectRequest.timeOut"),
        reader.ReadInt64("ConnectRequest.sessionId"),
        reader.ReadBuffer("ConnectRequest.passwd"),
        reader.Remaining > 0 ? reader.ReadBoolean("ConnectRequest.readOnly") : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(ProtocolVersion);
        writer.WriteInt64(LastZxidSeen);
        writer.WriteInt32(Timeout);
        writer.WriteInt64(SessionId);
        writer.WriteBuffer(Password.Span);
        if (ReadOnly is { } readOnly)
        {
            writer.WriteBoolean(readOnly);
        }
    }
}

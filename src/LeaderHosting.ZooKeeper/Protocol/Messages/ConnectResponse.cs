namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>The first packet from the server. It has no header.</summary>
/// <param name="ProtocolVersion">Always 0.</param>
/// <param name="Timeout">The session timeout the server grants, in milliseconds; 0 or less: the session has expired.</param>
/// <param name="SessionId">The session.</param>
/// <param name="Password">The secret to resume it with.</param>
/// <param name="ReadOnly">Whether this server is in read-only mode; absent (null) when the request left it out.</param>
internal readonly record struct ConnectResponse(
    int ProtocolVersion,
    int Timeout,
    long SessionId,
    ReadOnlyMemory<byte> Password,
    bool? ReadOnly) : IJuteRecord<ConnectResponse>
{
    public static ConnectResponse Read(ref JuteReader reader) => new(
        reader.ReadInt32("ConnectResponse.protocolVersion"),
        reader.ReadInt32("ConnectResponse.timeOut"),
        reader.ReadInt64("ConnectResponse.sessionId"),
        reader.ReadBuffer("ConnectResponse.passwd"),
        reader.Remaining > 0 ? reader.ReadBoolean("ConnectResponse.readOnly") : null);

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(ProtocolVersion);
        writer.WriteInt32(Timeout);
        writer.WriteInt64(SessionId);
        writer.WriteBuffer(Password.Span);
        if (ReadOnly is { } readOnly)
        {
            writer.WriteBoolean(readOnly);
        }
    }
}

namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Stands in front of everything a server sends but <see cref="ConnectResponse"/>. With an error, nothing follows it.</summary>
/// <param name="Xid">The number of the request that is answered, or one of <see cref="SpecialXid"/>.</param>
/// <param name="Zxid">The newest transaction the server had applied, or -1 (in notifications before 3.9).</param>
/// <param name="Error">The outcome.</param>
internal readonly record struct ReplyHeader(int Xid, long Zxid, ZooKeeperErrorCode Error) : IJuteRecord<ReplyHeader>
{
    public static ReplyHeader Read(ref JuteReader reader) => new(
        reader.ReadInt32("ReplyHeader.xid"),
        reader.ReadInt64("ReplyHeader.zxid"),
        (ZooKeeperErrorCode)reader.ReadInt32("ReplyHeader.err"));

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(Xid);
        writer.WriteInt64(Zxid);
        writer.WriteInt32((int)Error);
    }
}

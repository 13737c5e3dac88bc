namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Stands in front of every request but <see cref="ConnectRequest"/>.</summary>
/// <param name="Xid">Numbers the request on its connection, or one of <see cref="SpecialXid"/>.</param>
/// <param name="Type">The kind of the request.</param>
internal readonly record struct RequestHeader(int Xid, OpCode Type) : IJuteRecord<RequestHeader>
{
    public static RequestHeader Read(ref JuteReader reader) => new(
        reader.ReadInt32("RequestHeader.xid"),
        (OpCode)reader.ReadInt32("RequestHeader.type"));

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(Xid);
        writer.WriteInt32((int)Type);
    }
}

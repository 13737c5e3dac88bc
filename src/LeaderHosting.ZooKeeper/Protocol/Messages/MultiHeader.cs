namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Stands in front of every operation or result in a multi, and after the last one.</summary>
/// <param name="Type">The kind of the operation or result; <see cref="OpCode.Error"/> at the end.</param>
/// <param name="Done">Whether this is the end.</param>
/// <param name="Error">The outcome of the operation; -1 in requests and at the end.</param>
internal readonly record struct MultiHeader(OpCode Type, bool Done, ZooKeeperErrorCode Error) : IJuteRecord<MultiHeader>
{
    /// <summary>The header after the last operation or result.</summary>
    public static readonly MultiHeader End = new(OpCode.Error, Done: true, (ZooKeeperErrorCode)(-1));

    public static MultiHeader Read(ref JuteReader reader) => new(
        (OpCode)reader.ReadInt32("MultiHeader.type"),
        reader.ReadBoolean("MultiHeader.done"),
        (ZooKeeperErrorCode)reader.ReadInt32("MultiHeader.err"));

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32((int)Type);
        writer.WriteBoolean(Done);
        writer.WriteInt32((int)Error);
    }
}

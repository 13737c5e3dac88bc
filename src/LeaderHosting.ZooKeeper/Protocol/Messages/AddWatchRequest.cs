namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Sets a watch that does not end when it fires (3.6 and later). The answer is an <see cref="ErrorResponse"/> with 0.</summary>
/// <param name="Path">The node.</param>
/// <param name="Mode">Its kind.</param>
internal readonly record struct AddWatchRequest(string Path, AddWatchMode Mode) : IJuteRecord<AddWatchRequest>
{
    public static AddWatchRequest Read(ref JuteReader reader) => new(
        reader.ReadString("AddWatchRequest.path"),
        (AddWatchMode)reader.ReadInt32("AddWatchRequest.mode"));

    public void Write(JuteWriter writer)
    {
        writer.WriteString(Path);
        writer.WriteInt32((int)Mode);
    }
}

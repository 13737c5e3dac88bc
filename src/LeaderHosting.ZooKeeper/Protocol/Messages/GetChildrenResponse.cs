namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers getChildren.</summary>
/// <param name="Children">The names of the children, in no order.</param>
internal readonly record struct GetChildrenResponse(IReadOnlyList<string> Children) : IJuteRecord<GetChildrenResponse>
{
    public static GetChildrenResponse Read(ref JuteReader reader) => new(reader.ReadStrings("GetChildrenResponse.children"));

    public void Write(JuteWriter writer) => writer.WriteStrings(Children);
}

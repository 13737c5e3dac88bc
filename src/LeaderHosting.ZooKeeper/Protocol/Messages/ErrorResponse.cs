namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>In a multi's results: the outcome of an operation that failed or was not tried.</summary>
/// <param name="Error">The outcome.</param>
internal readonly record struct ErrorResponse(ZooKeeperErrorCode Error) : IJuteRecord<ErrorResponse>
{
    public static ErrorResponse Read(ref JuteReader reader) => new((ZooKeeperErrorCode)reader.ReadInt32("ErrorResponse.err"));

    public void Write(JuteWriter writer) => writer.WriteInt32((int)Error);
}

using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Ends the session: the server deletes its ephemeral nodes at once instead of waiting for the timeout.</summary>
internal readonly struct CloseSessionOperation : IOperation<CloseSessionOperation, Nothing>
{
    public OpCode Type => OpCode.CloseSession;

    public string? Path => null;

    public void Write(JuteWriter writer)
    {
    }

    public Nothing Read(ref JuteReader reader) => default;
}

using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations;

/// <summary>Writes the list of results that answers multi and multiRead.</summary>
internal static class MultiResults
{
    public static void WriteHeader(JuteWriter reply, OpCode type) => new MultiHeader(type, Done: false, ZooKeeperErrorCode.Ok).Write(reply);

    public static void WriteError(JuteWriter reply, ZooKeeperErrorCode error)
    {
        new MultiHeader(OpCode.Error, Done: false, error).Write(reply);
        new ErrorResponse(error).Write(reply);
    }

    public static void WriteEnd(JuteWriter reply) => new MultiHeader(OpCode.Error, Done: true, (ZooKeeperErrorCode)(-1)).Write(reply);
}

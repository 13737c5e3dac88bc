using System.Buffers.Binary;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Tests;

namespace LeaderHosting.ZooKeeper.Fuzz.Client;

/// <summary>Packets as a good server sends them; for most requests what a real one has answered to such a request.</summary>
internal static class HonestAnswers
{
    private static readonly ILookup<OpCode, byte[]> Recorded = Recording.Packets
        .Where(static packet => packet.FromServer)
        .ToLookup(static packet => packet.Type, static packet => packet.Bytes);

    /// <summary>Grants the session that the client asks for, or a new one.</summary>
    public static byte[] ToConnect(ConnectRequest request) => Wire.Frame(Wire.Write(new ConnectResponse(
        ProtocolVersion: 0,
        request.Timeout,
        request.SessionId == 0 ? ScriptedConnection.SessionId : request.SessionId,
        ScriptedConnection.Password,
        ReadOnly: false)));

    /// <summary>Answers a request.</summary>
    public static byte[] To(ScriptedRequest request, Random random) => request.Type switch
    {
        OpCode.Multi => Wire.Frame(Ok(request.Xid), Wire.Write(ToMulti(request.As<MultiRequest>()))),
        var type when Recorded[type].ToArray() is { Length: > 0 } packets => Wire.Frame(WithXid(packets[random.Next(packets.Length)], request.Xid)),
        _ => Wire.Frame(Ok(request.Xid)),
    };

    /// <summary>Tells of a change on a node.</summary>
    public static byte[] Notification(string path, Random random) => Wire.Frame(
        Wire.Write(new ReplyHeader(SpecialXid.Notification, -1, ZooKeeperErrorCode.Ok)),
        Wire.Write(new WatcherEvent(random.Next(1, 5), WatcherEvent.SyncConnected, path)));

    private static byte[] Ok(int xid) => Wire.Write(new ReplyHeader(xid, Zxid: 1, ZooKeeperErrorCode.Ok));

    private static MultiResponse ToMulti(MultiRequest request) =>
        new([.. request.Operations.Select(static operation => new MultiResult(operation.Type) { Path = operation.Path })]);

    private static byte[] WithXid(byte[] packet, int xid)
    {
        byte[] answer = [.. packet];
        BinaryPrimitives.WriteInt32BigEndian(answer, xid);
        return answer;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Core;

/// <summary>Builds the packets that a server sends, each with its length in front.</summary>
internal static class Frames
{
    private const long NoZxid = -1;

    public static byte[] Reply(int xid, long zxid, ZooKeeperErrorCode error, ReadOnlySpan<byte> body)
    {
        const int headerLength = sizeof(int) + sizeof(long) + sizeof(int);
        var frame = new byte[FrameReader.PrefixLength + headerLength + body.Length];
        var span = frame.AsSpan();
        BinaryPrimitives.WriteInt32BigEndian(span, headerLength + body.Length);
        BinaryPrimitives.WriteInt32BigEndian(span[4..], xid);
        BinaryPrimitives.WriteInt64BigEndian(span[8..], zxid);
        BinaryPrimitives.WriteInt32BigEndian(span[16..], (int)error);
        body.CopyTo(span[20..]);
        return frame;
    }

    /// <summary>A watch has fired. As in 3.8, its header has no zxid.</summary>
    public static byte[] Notification(WatchEventKind kind, string path)
    {
        var body = new ArrayBufferWriter<byte>();
        new WatcherEvent((int)kind, WatcherEvent.SyncConnected, path).Write(new JuteWriter(body));
        return Reply(SpecialXid.Notification, NoZxid, ZooKeeperErrorCode.Ok, body.WrittenSpan);
    }

    /// <summary>The answer to a connect request, the only packet without a header.</summary>
    public static byte[] Connected(ConnectResponse response)
    {
        var body = new ArrayBufferWriter<byte>();
        response.Write(new JuteWriter(body));
        var frame = new byte[FrameReader.PrefixLength + body.WrittenCount];
        BinaryPrimitives.WriteInt32BigEndian(frame, body.WrittenCount);
        body.WrittenSpan.CopyTo(frame.AsSpan(FrameReader.PrefixLength));
        return frame;
    }
}

using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>The packets in Recordings, with what each of them is.</summary>
internal static class Recording
{
    public static IReadOnlyList<RecordedPacket> Packets { get; } = Load();

    private static List<RecordedPacket> Load()
    {
        var packets = new List<RecordedPacket>();
        var requests = new Dictionary<int, OpCode>();
        bool isFirstOfClient = true, isFirstOfServer = true;
        foreach (var line in File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Recordings", "zookeeper-3.8.0.txt")))
        {
            if (line == "connection")
            {
                requests.Clear();
                isFirstOfClient = isFirstOfServer = true;
                continue;
            }

            var bytes = Convert.FromHexString(line[7..]);
            if (line.StartsWith("client ", StringComparison.Ordinal))
            {
                packets.Add(ReadRequest(bytes, isFirstOfClient, requests));
                isFirstOfClient = false;
            }
            else
            {
                packets.Add(ReadReply(bytes, isFirstOfServer, requests));
                isFirstOfServer = false;
            }
        }

        return packets;
    }

    private static RecordedPacket ReadRequest(byte[] bytes, bool isFirst, Dictionary<int, OpCode> requests)
    {
        if (isFirst)
        {
            return new RecordedPacket(bytes, FromServer: false, OpCode.CreateSession, default);
        }

        var header = Wire.Read<RequestHeader>(bytes);
        requests[header.Xid] = header.Type;
        return new RecordedPacket(bytes, FromServer: false, header.Type, default);
    }

    private static RecordedPacket ReadReply(byte[] bytes, bool isFirst, Dictionary<int, OpCode> requests)
    {
        if (isFirst)
        {
            return new RecordedPacket(bytes, FromServer: true, OpCode.CreateSession, default);
        }

        var header = Wire.Read<ReplyHeader>(bytes);
        var type = header.Xid == SpecialXid.Notification ? OpCode.Notification : requests[header.Xid];
        return new RecordedPacket(bytes, FromServer: true, type, header.Error);
    }
}

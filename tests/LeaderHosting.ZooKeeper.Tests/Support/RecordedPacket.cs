using System.Buffers;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>One packet of a recording.</summary>
internal sealed record RecordedPacket(byte[] Bytes, bool FromServer, OpCode Type, ZooKeeperErrorCode Error)
{
    public override string ToString() => $"{(FromServer ? "server" : "client")} {Type} {Error} {Convert.ToHexStringLower(Bytes)}";

    /// <summary>Reads the packet as what it is, and writes what was read.</summary>
    public byte[] Rewrite(ReadOnlySequence<byte> bytes, bool mustEnd = true)
    {
        var reader = new JuteReader(bytes);
        var output = new ArrayBufferWriter<byte>();
        var writer = new JuteWriter(output);
        if (FromServer)
        {
            RewriteReply(ref reader, writer);
        }
        else
        {
            RewriteRequest(ref reader, writer);
        }

        if (mustEnd)
        {
            Assert.Equal(0, reader.Remaining);
        }

        return output.WrittenSpan.ToArray();
    }

    private void RewriteRequest(ref JuteReader reader, JuteWriter writer)
    {
        if (Type == OpCode.CreateSession)
        {
            Copy<ConnectRequest>(ref reader, writer);
            return;
        }

        Copy<RequestHeader>(ref reader, writer);
        switch (Type)
        {
            case OpCode.Create or OpCode.Create2 or OpCode.CreateContainer: Copy<CreateRequest>(ref reader, writer); break;
            case OpCode.CreateTtl: Copy<CreateTtlRequest>(ref reader, writer); break;
            case OpCode.Delete: Copy<DeleteRequest>(ref reader, writer); break;
            case OpCode.Exists: Copy<ExistsRequest>(ref reader, writer); break;
            case OpCode.GetData: Copy<GetDataRequest>(ref reader, writer); break;
            case OpCode.SetData: Copy<SetDataRequest>(ref reader, writer); break;
            case OpCode.GetAcl: Copy<GetAclRequest>(ref reader, writer); break;
            case OpCode.SetAcl: Copy<SetAclRequest>(ref reader, writer); break;
            case OpCode.GetChildren or OpCode.GetChildren2: Copy<GetChildrenRequest>(ref reader, writer); break;
            case OpCode.Sync: Copy<SyncRequest>(ref reader, writer); break;
            case OpCode.Multi or OpCode.MultiRead: Copy<MultiRequest>(ref reader, writer); break;
            case OpCode.Auth: Copy<AuthRequest>(ref reader, writer); break;
            case OpCode.SetWatches: Copy<SetWatchesRequest>(ref reader, writer); break;
            case OpCode.SetWatches2: Copy<SetWatches2Request>(ref reader, writer); break;
            case OpCode.AddWatch: Copy<AddWatchRequest>(ref reader, writer); break;
            case OpCode.RemoveWatches: Copy<RemoveWatchesRequest>(ref reader, writer); break;
            case OpCode.Ping or OpCode.CloseSession: break;
            default: throw new InvalidOperationException($"The recording holds a request this test does not know: {Type}.");
        }
    }

    private void RewriteReply(ref JuteReader reader, JuteWriter writer)
    {
        if (Type == OpCode.CreateSession)
        {
            Copy<ConnectResponse>(ref reader, writer);
            return;
        }

        Copy<ReplyHeader>(ref reader, writer);
        if (Error != ZooKeeperErrorCode.Ok)
        {
            return;
        }

        switch (Type)
        {
            case OpCode.Notification: Copy<WatcherEvent>(ref reader, writer); break;
            case OpCode.Create: Copy<CreateResponse>(ref reader, writer); break;
            case OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl: Copy<Create2Response>(ref reader, writer); break;
            case OpCode.Exists: Copy<ExistsResponse>(ref reader, writer); break;
            case OpCode.GetData: Copy<GetDataResponse>(ref reader, writer); break;
            case OpCode.SetData: Copy<SetDataResponse>(ref reader, writer); break;
            case OpCode.GetAcl: Copy<GetAclResponse>(ref reader, writer); break;
            case OpCode.SetAcl: Copy<SetAclResponse>(ref reader, writer); break;
            case OpCode.GetChildren: Copy<GetChildrenResponse>(ref reader, writer); break;
            case OpCode.GetChildren2: Copy<GetChildren2Response>(ref reader, writer); break;
            case OpCode.Sync: Copy<SyncResponse>(ref reader, writer); break;
            case OpCode.Multi or OpCode.MultiRead: Copy<MultiResponse>(ref reader, writer); break;
            case OpCode.AddWatch: Copy<ErrorResponse>(ref reader, writer); break;
            default: break;
        }
    }

    private static void Copy<TRecord>(ref JuteReader reader, JuteWriter writer)
        where TRecord : IJuteRecord<TRecord> => TRecord.Read(ref reader).Write(writer);
}

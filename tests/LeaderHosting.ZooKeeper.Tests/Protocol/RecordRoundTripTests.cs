using System.Buffers;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Protocol;

/// <summary>Every record is read as it was written, also with the values at the ends of their ranges.</summary>
public sealed class RecordRoundTripTests
{
    private static readonly Stat SomeStat = new(1, long.MaxValue, 3, long.MinValue, 5, int.MinValue, 7, -8, int.MaxValue, 10, 11);
    private static readonly byte[] Data = [0, 1, 0xff];
    private static readonly Acl[] Acls = [new(AclPermissions.All, "digest", "bob:x="), new(AclPermissions.None, "world", "anyone")];

    [Fact]
    public void Headers()
    {
        Same(new RequestHeader(int.MinValue, OpCode.CloseSession));
        Same(new ReplyHeader(int.MaxValue, long.MinValue, ZooKeeperErrorCode.NoNode));
        Same(new ReplyHeader(SpecialXid.Notification, -1, (ZooKeeperErrorCode)(-9999)));
        Same(new MultiHeader(OpCode.Check, Done: true, ZooKeeperErrorCode.BadVersion));
        Same(new WatcherEvent(4, WatcherEvent.SyncConnected, "/ü/日本"));
        Same(new ErrorResponse(ZooKeeperErrorCode.NoAuth));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(true)]
    [InlineData(false)]
    public void Connects_with_and_without_the_read_only_byte(bool? readOnly)
    {
        var request = Wire.Read<ConnectRequest>(Wire.Write(new ConnectRequest(0, 1L << 40, 10_000, -5, Data, readOnly)));
        Assert.Equal((0, 1L << 40, 10_000, -5L, readOnly), (request.ProtocolVersion, request.LastZxidSeen, request.Timeout, request.SessionId, request.ReadOnly));
        Assert.Equal(Data, request.Password.ToArray());

        var response = Wire.Read<ConnectResponse>(Wire.Write(new ConnectResponse(0, -1, long.MaxValue, Data, readOnly)));
        Assert.Equal((0, -1, long.MaxValue, readOnly), (response.ProtocolVersion, response.Timeout, response.SessionId, response.ReadOnly));
        Assert.Equal(Data, response.Password.ToArray());
    }

    [Fact]
    public void Requests()
    {
        SameBytes(new CreateRequest("/a", Data, Acls, CreateMode.EphemeralSequential));
        SameBytes(new CreateTtlRequest("/a", Data, Acls, CreateMode.PersistentWithTtl, long.MaxValue));
        Same(new DeleteRequest("/a", -1));
        Same(new ExistsRequest("/a", Watch: true));
        Same(new GetDataRequest("/a", Watch: false));
        SameBytes(new SetDataRequest("/a", Data, 3));
        Same(new GetAclRequest("/a"));
        SameBytes(new SetAclRequest("/a", Acls, 1));
        Same(new GetChildrenRequest("/a", Watch: true));
        Same(new SyncRequest("/a"));
        Same(new CheckVersionRequest("/a", 2));
        SameBytes(new AuthRequest(0, "digest", Data));
        SameBytes(new SetWatchesRequest(9, ["/a", "/b"], [], ["/c"]));
        SameBytes(new SetWatches2Request(9, ["/a"], ["/b"], ["/c"], ["/d"], ["/e"]));
        Same(new AddWatchRequest("/a", AddWatchMode.PersistentRecursive));
        Same(new RemoveWatchesRequest("/a", WatcherType.Any));
        Same(new CheckWatchesRequest("/a", WatcherType.Children));
    }

    [Fact]
    public void Responses()
    {
        Same(new CreateResponse("/a"));
        Same(new Create2Response("/a", SomeStat));
        Same(new ExistsResponse(SomeStat));
        SameBytes(new GetDataResponse(Data, SomeStat));
        Same(new SetDataResponse(SomeStat));
        SameBytes(new GetAclResponse(Acls, SomeStat));
        Same(new SetAclResponse(SomeStat));
        SameBytes(new GetChildrenResponse(["a", "b"]));
        SameBytes(new GetChildren2Response([], SomeStat));
        Same(new SyncResponse("/a"));
    }

    [Fact]
    public void Transactions()
    {
        SameBytes(new MultiRequest(
        [
            new(OpCode.Create, "/a") { Data = Data, Acl = Acls, Mode = CreateMode.Ephemeral },
            new(OpCode.Create2, "/b") { Acl = Acls },
            new(OpCode.CreateContainer, "/c") { Mode = CreateMode.Container },
            new(OpCode.CreateTtl, "/d") { Mode = CreateMode.PersistentWithTtl, Ttl = 5 },
            new(OpCode.Delete, "/e") { Version = 1 },
            new(OpCode.SetData, "/f") { Data = Data, Version = 2 },
            new(OpCode.Check, "/g") { Version = 3 },
            new(OpCode.GetData, "/h"),
            new(OpCode.GetChildren, "/i"),
        ]));
        SameBytes(new MultiRequest([]));
        SameBytes(new MultiResponse(
        [
            new(OpCode.Create) { Path = "/a" },
            new(OpCode.Create2) { Path = "/b", Stat = SomeStat },
            new(OpCode.SetData) { Stat = SomeStat },
            new(OpCode.Delete),
            new(OpCode.Check),
            new(OpCode.GetData) { Data = Data, Stat = SomeStat },
            new(OpCode.GetChildren) { Children = ["x"] },
            new(OpCode.Error) { Error = ZooKeeperErrorCode.NoNode },
        ]));
    }

    [Fact]
    public void An_absent_length_is_read_as_empty()
    {
        byte[] absent = [0xff, 0xff, 0xff, 0xff];
        var reader = new JuteReader(new ReadOnlySequence<byte>([.. absent, .. absent, .. absent, .. absent]));
        Assert.Empty(reader.ReadString("a"));
        Assert.Empty(reader.ReadBuffer("b"));
        Assert.Empty(reader.ReadStrings("c"));
        Assert.Empty(reader.ReadAcls("d"));
    }

    private static void Same<TRecord>(TRecord record)
        where TRecord : IJuteRecord<TRecord> => Assert.Equal(record, Wire.Read<TRecord>(Wire.Write(record)));

    /// <summary>For records that hold lists or memory, which do not compare by value.</summary>
    private static void SameBytes<TRecord>(TRecord record)
        where TRecord : IJuteRecord<TRecord>
    {
        var bytes = Wire.Write(record);
        Assert.NotEmpty(bytes);
        Assert.Equal(bytes, Wire.Write(Wire.Read<TRecord>(bytes)));
    }
}

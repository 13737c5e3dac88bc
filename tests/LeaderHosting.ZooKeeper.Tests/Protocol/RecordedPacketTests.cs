using System.Buffers;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Protocol;

/// <summary>The codec against what a real server and its own client said to each other.</summary>
public sealed class RecordedPacketTests
{
    [Fact]
    public void The_recording_holds_every_kind_of_request()
    {
        OpCode[] expected =
        [
            OpCode.Create, OpCode.Create2, OpCode.CreateContainer, OpCode.CreateTtl, OpCode.Delete, OpCode.Exists, OpCode.GetData,
            OpCode.SetData, OpCode.GetAcl, OpCode.SetAcl, OpCode.GetChildren, OpCode.GetChildren2, OpCode.Sync, OpCode.Multi,
            OpCode.MultiRead, OpCode.Auth, OpCode.SetWatches, OpCode.SetWatches2, OpCode.AddWatch, OpCode.RemoveWatches, OpCode.Ping,
            OpCode.CloseSession, OpCode.CreateSession,
        ];
        var recorded = Recording.Packets.Where(packet => !packet.FromServer).Select(packet => packet.Type);
        Assert.Empty(expected.Except(recorded));
    }

    [Fact]
    public void Every_packet_is_written_as_it_was_read() => Assert.All(
        Recording.Packets,
        packet => Assert.Equal(packet.Bytes, packet.Rewrite(new ReadOnlySequence<byte>(packet.Bytes))));

    [Fact]
    public void Every_packet_can_come_in_two_pieces() => Assert.All(
        Recording.Packets,
        packet =>
        {
            for (var at = 0; at <= packet.Bytes.Length; at++)
            {
                Assert.Equal(packet.Bytes, packet.Rewrite(Wire.Split(packet.Bytes, at)));
            }
        });

    [Fact]
    public void A_packet_that_is_cut_short_is_a_violation_wherever_it_is_cut() => Assert.All(
        Recording.Packets,
        packet =>
        {
            for (var length = 0; length < packet.Bytes.Length; length++)
            {
                if (packet.Type == OpCode.CreateSession && length == packet.Bytes.Length - 1)
                {
                    // The last byte, readOnly, may be absent: clients and servers before 3.4 leave it out.
                    continue;
                }

                var cut = new ReadOnlySequence<byte>(packet.Bytes, 0, length);
                Assert.Throws<ProtocolViolationException>(() => packet.Rewrite(cut));
            }
        });

    [Fact]
    public void A_packet_with_a_byte_changed_is_read_or_is_a_violation_and_nothing_else() => Assert.All(
        Recording.Packets,
        packet =>
        {
            for (var at = 0; at < packet.Bytes.Length; at++)
            {
                foreach (var value in (byte[])[0x00, 0x7f, 0x80, 0xff])
                {
                    byte[] bytes = [.. packet.Bytes];
                    bytes[at] = value;
                    try
                    {
                        packet.Rewrite(new ReadOnlySequence<byte>(bytes), mustEnd: false);
                    }
                    catch (ProtocolViolationException violation)
                    {
                        Assert.NotEmpty(violation.Message);
                    }
                }
            }
        });

    [Fact]
    public void Values_are_what_the_client_asked_and_the_server_said()
    {
        var create = Find<CreateRequest>(OpCode.Create);
        Assert.Equal("/rec", create.Path);
        Assert.Equal("some data é"u8.ToArray(), create.Data.ToArray());
        Assert.Equal(WellKnownAcls.OpenUnsafe, create.Acl);
        Assert.Equal(CreateMode.Persistent, create.Mode);

        var created = FindReply<Create2Response>(OpCode.Create2);
        Assert.Equal("/rec/nöde", created.Path);
        Assert.Equal(created.Stat.Czxid, created.Stat.Mzxid);

        var ttl = Find<CreateTtlRequest>(OpCode.CreateTtl);
        Assert.Equal(60_000, ttl.Ttl);
        Assert.Equal(CreateMode.PersistentWithTtl, ttl.Mode);

        var data = FindReply<GetDataResponse>(OpCode.GetData);
        Assert.Equal("some data é"u8.ToArray(), data.Data);
        Assert.Equal(12, data.Stat.DataLength);
        Assert.Equal(4, data.Stat.NumChildren);

        var children = FindReply<GetChildrenResponse>(OpCode.GetChildren);
        Assert.Equal(["box", "nöde", "seq-0000000001", "ttl"], children.Children.Order(StringComparer.Ordinal));

        var acl = FindReply<GetAclResponse>(OpCode.GetAcl);
        Assert.Equal([DigestAuth.CreateAcl(AclPermissions.All, "user", "secret"), new Acl(AclPermissions.Read, "world", "anyone")], acl.Acl);

        var watches = Find<SetWatchesRequest>(OpCode.SetWatches);
        Assert.Equal(["/rec"], watches.DataWatches);
        Assert.Equal(["/rec/missing"], watches.ExistWatches);
        Assert.Equal(["/rec"], watches.ChildWatches);
        Assert.Equal(["/rec"], Find<SetWatches2Request>(OpCode.SetWatches2).PersistentWatches);

        var notification = FindReply<WatcherEvent>(OpCode.Notification);
        Assert.Equal(new WatcherEvent((int)WatchEventType.NodeDataChanged, WatcherEvent.SyncConnected, "/rec"), notification);
    }

    [Fact]
    public void Transactions_are_what_the_client_asked_and_the_server_said()
    {
        var request = Find<MultiRequest>(OpCode.Multi);
        Assert.Equal(
            [OpCode.Check, OpCode.Create, OpCode.CreateContainer, OpCode.CreateTtl, OpCode.SetData, OpCode.Delete],
            request.Operations.Select(operation => operation.Type));

        var done = FindReply<MultiResponse>(OpCode.Multi).Results;
        Assert.Equal(["/rec/m", "/rec/mbox", "/rec/mttl"], done.Where(result => result.Path is not null).Select(result => result.Path));
        Assert.Equal(1, done[4].Stat.Version);

        var failed = FindReply<MultiResponse>(OpCode.Multi, skip: 1).Results;
        Assert.Equal(
            [ZooKeeperErrorCode.Ok, ZooKeeperErrorCode.NoNode, ZooKeeperErrorCode.RuntimeInconsistency],
            failed.Select(result => result.Error));

        var read = FindReply<MultiResponse>(OpCode.MultiRead).Results;
        Assert.Equal([OpCode.GetData, OpCode.GetChildren, OpCode.Error], read.Select(result => result.Type));
        Assert.Contains("mbox", read[1].Children!);
        Assert.Equal(ZooKeeperErrorCode.NoNode, read[2].Error);
    }

    private static TRecord Find<TRecord>(OpCode type)
        where TRecord : IJuteRecord<TRecord> =>
        Wire.Read<TRecord>(Recording.Packets.First(packet => !packet.FromServer && packet.Type == type).Bytes.AsMemory(8));

    private static TRecord FindReply<TRecord>(OpCode type, int skip = 0)
        where TRecord : IJuteRecord<TRecord> =>
        Wire.Read<TRecord>(Recording.Packets.Where(packet => packet.FromServer && packet.Type == type).Skip(skip).First().Bytes.AsMemory(16));
}

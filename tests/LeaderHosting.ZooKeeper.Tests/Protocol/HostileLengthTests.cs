using System.Buffers;
using System.Buffers.Binary;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Protocol;

/// <summary>A length from the wire is compared with the bytes that are there before it is used.</summary>
public sealed class HostileLengthTests
{
    [Theory]
    [InlineData(-2)]
    [InlineData(int.MinValue)]
    public void A_negative_length_names_the_field_and_the_place(int length)
    {
        var violation = Violate(length, rest: 100, (ref JuteReader reader) => reader.ReadString("CreateResponse.path"));
        Assert.Equal($"CreateResponse.path at byte 4: the length {length} is negative.", violation.Message);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(int.MaxValue)]
    public void A_length_beyond_the_packet_names_the_field_and_the_place(int length)
    {
        var violation = Violate(length, rest: 10, (ref JuteReader reader) => reader.ReadBuffer("GetDataResponse.data"));
        Assert.Equal(
            $"GetDataResponse.data at byte 4: the length {length} does not fit in the 10 bytes that are left of the packet.",
            violation.Message);
    }

    [Fact]
    public void A_count_needs_room_for_that_many_elements()
    {
        Violate(26, rest: 100, (ref JuteReader reader) => reader.ReadStrings("children"));
        Violate(9, rest: 100, (ref JuteReader reader) => reader.ReadAcls("acl"));
    }

    [Fact]
    public void A_huge_count_allocates_nothing()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Violate(100_000_000, rest: 100, (ref JuteReader reader) => reader.ReadStrings("children"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void A_number_that_is_cut_off_names_the_field_and_the_place()
    {
        var violation = Assert.Throws<ProtocolViolationException>(() => Wire.Read<ReplyHeader>(new byte[7]));
        Assert.Equal("ReplyHeader.zxid at byte 4: 8 bytes are needed, 3 are left of the packet.", violation.Message);
    }

    [Fact]
    public void An_unknown_kind_in_a_transaction_is_a_violation()
    {
        byte[] bytes = [.. Wire.Write(new MultiHeader((OpCode)77, Done: false, ZooKeeperErrorCode.Ok)), .. new byte[20]];
        Assert.Contains("77", Assert.Throws<ProtocolViolationException>(() => Wire.Read<MultiRequest>(bytes)).Message, StringComparison.Ordinal);
        Assert.Contains("77", Assert.Throws<ProtocolViolationException>(() => Wire.Read<MultiResponse>(bytes)).Message, StringComparison.Ordinal);
    }

    private static ProtocolViolationException Violate<T>(int length, int rest, Parser<T> read)
    {
        var bytes = new byte[4 + 4 + rest];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), length);
        return Assert.Throws<ProtocolViolationException>(() =>
        {
            var reader = new JuteReader(new ReadOnlySequence<byte>(bytes));
            reader.ReadInt32("first");
            read(ref reader);
        });
    }

    private delegate T Parser<out T>(ref JuteReader reader);
}

using System.Buffers;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Protocol;

public sealed class FrameReaderTests
{
    [Fact]
    public void A_stream_is_cut_into_its_packets_wherever_it_is_split()
    {
        var packets = Recording.Packets.Where(packet => packet.FromServer).Select(packet => packet.Bytes).ToList();
        byte[] stream = [.. packets.SelectMany(packet => Wire.Frame(packet))];
        for (var at = 0; at <= stream.Length; at++)
        {
            var buffer = Wire.Split(stream, at);
            foreach (var expected in packets)
            {
                Assert.True(FrameReader.TryRead(ref buffer, int.MaxValue, out var packet));
                Assert.Equal(expected, packet.ToArray());
            }

            Assert.True(buffer.IsEmpty);
        }
    }

    [Fact]
    public void A_packet_that_is_not_all_there_is_left_alone()
    {
        var frame = Wire.Frame([1, 2, 3]);
        for (var length = 0; length < frame.Length; length++)
        {
            var buffer = new ReadOnlySequence<byte>(frame, 0, length);
            Assert.False(FrameReader.TryRead(ref buffer, int.MaxValue, out _));
            Assert.Equal(length, buffer.Length);
        }
    }

    [Fact]
    public void A_packet_can_be_empty_or_exactly_as_long_as_allowed()
    {
        var buffer = new ReadOnlySequence<byte>([.. Wire.Frame(), .. Wire.Frame([1, 2, 3])]);
        Assert.True(FrameReader.TryRead(ref buffer, 3, out var packet));
        Assert.True(packet.IsEmpty);
        Assert.True(FrameReader.TryRead(ref buffer, 3, out packet));
        Assert.Equal(3, packet.Length);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff }, "-1")]
    [InlineData(new byte[] { 0x80, 0x00, 0x00, 0x00 }, "-2147483648")]
    [InlineData(new byte[] { 0x00, 0x00, 0x00, 0x0b }, "11")]
    [InlineData(new byte[] { 0x7f, 0xff, 0xff, 0xff }, "2147483647")]
    public void A_length_out_of_bounds_is_a_violation_before_the_packet_has_come(byte[] prefix, string announced)
    {
        var buffer = new ReadOnlySequence<byte>(prefix);
        var violation = Assert.Throws<ProtocolViolationException>(() => FrameReader.TryRead(ref buffer, 10, out _));
        Assert.Contains($"announces {announced} bytes; between 0 and 10", violation.Message, StringComparison.Ordinal);
    }
}

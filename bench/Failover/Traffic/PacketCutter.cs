using System.Buffers.Binary;

namespace LeaderHosting.Bench.Failover.Traffic;

/// <summary>Cuts a stream of bytes into the protocol's packets, each of which has its length in front.</summary>
internal sealed class PacketCutter
{
    private const int PrefixLength = sizeof(int);

    private byte[] _buffer = new byte[256];
    private int _length;

    /// <summary>Takes what has come, and returns the packets that are whole by now, without their lengths.</summary>
    public IReadOnlyList<byte[]> Add(ReadOnlySpan<byte> bytes)
    {
        if (_buffer.Length - _length < bytes.Length)
        {
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _length + bytes.Length));
        }

        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        var packets = new List<byte[]>();
        var rest = _buffer.AsSpan(0, _length);
        while (BinaryPrimitives.TryReadInt32BigEndian(rest, out var size) && rest.Length - PrefixLength >= size)
        {
            packets.Add(rest.Slice(PrefixLength, size).ToArray());
            rest = rest[(PrefixLength + size)..];
        }

        rest.CopyTo(_buffer);
        _length = rest.Length;
        return packets;
    }
}

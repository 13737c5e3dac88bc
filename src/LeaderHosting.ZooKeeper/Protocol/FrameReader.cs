using System.Buffers;

namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Cuts a stream of bytes into packets, each of which has its length in front as a big-endian 32-bit number.</summary>
internal static class FrameReader
{
    /// <summary>The size of the length in front of a packet.</summary>
    public const int PrefixLength = sizeof(int);

    /// <summary>Takes the next packet off the front of <paramref name="buffer"/>, if all of it is there.</summary>
    /// <param name="buffer">The bytes received; on success without the packet and its length, otherwise as it was.</param>
    /// <param name="maxLength">The longest packet to accept, in bytes. Checked as soon as the length is known, before the packet is waited for.</param>
    /// <param name="packet">The packet without its length. It is valid as long as the buffer is.</param>
    /// <returns>Whether there was a whole packet.</returns>
    /// <exception cref="ProtocolViolationException">The length is negative or larger than <paramref name="maxLength"/>.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, int maxLength, out ReadOnlySequence<byte> packet)
    {
        packet = default;
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadBigEndian(out int length))
        {
            return false;
        }

        if (length < 0 || length > maxLength)
        {
            throw new ProtocolViolationException(
                $"A packet announces {length} bytes; between 0 and {maxLength} are allowed. " +
                "Either the other side is no ZooKeeper, or jute.maxbuffer is larger there than here.");
        }

        if (!reader.TryReadExact(length, out packet))
        {
            return false;
        }

        buffer = buffer.Slice(reader.Position);
        return true;
    }
}

using System.Buffers;
using System.Buffers.Binary;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>Bytes from records, and records from bytes.</summary>
internal static class Wire
{
    public static byte[] Write<TRecord>(TRecord record)
        where TRecord : IJuteRecord<TRecord>
    {
        var output = new ArrayBufferWriter<byte>();
        record.Write(new JuteWriter(output));
        return output.WrittenSpan.ToArray();
    }

    public static TRecord Read<TRecord>(ReadOnlyMemory<byte> bytes)
        where TRecord : IJuteRecord<TRecord>
    {
        var reader = new JuteReader(new ReadOnlySequence<byte>(bytes));
        return TRecord.Read(ref reader);
    }

    /// <summary>A packet with its length in front.</summary>
    public static byte[] Frame(params ReadOnlySpan<byte[]> parts)
    {
        var length = 0;
        foreach (var part in parts)
        {
            length += part.Length;
        }

        var frame = new byte[sizeof(int) + length];
        BinaryPrimitives.WriteInt32BigEndian(frame, length);
        var position = sizeof(int);
        foreach (var part in parts)
        {
            part.CopyTo(frame, position);
            position += part.Length;
        }

        return frame;
    }

    /// <summary>The bytes as two pieces, as a socket may deliver them.</summary>
    public static ReadOnlySequence<byte> Split(byte[] bytes, int at)
    {
        var first = new Segment(bytes.AsMemory(0, at), 0);
        var last = first.Append(bytes.AsMemory(at));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(ReadOnlyMemory<byte> memory, long index)
        {
            Memory = memory;
            RunningIndex = index;
        }

        public Segment Append(ReadOnlyMemory<byte> memory)
        {
            var next = new Segment(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}

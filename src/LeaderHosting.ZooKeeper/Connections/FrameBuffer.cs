using System.Buffers;
using System.Buffers.Binary;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>Packets on their way out, one behind the other in one piece of memory. Not thread-safe.</summary>
internal sealed class FrameBuffer : IBufferWriter<byte>, IDisposable
{
    private const int InitialLength = 4 * 1024;

    /// <summary>What one large packet made grow beyond this is given back once it has been sent.</summary>
    private const int LargestKept = 64 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(InitialLength);
    private int _length;
    private int _frameStart;

    public int Length => _length;

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, _length);

    /// <summary>Leaves room for the next packet's length.</summary>
    public void BeginFrame()
    {
        _frameStart = _length;
        GetSpan(FrameReader.PrefixLength);
        Advance(FrameReader.PrefixLength);
    }

    /// <summary>Fills in the length of the packet that was begun.</summary>
    /// <param name="maxLength">The longest packet to keep.</param>
    /// <param name="length">The packet's length.</param>
    /// <returns>Whether it was kept; if not, the buffer is as it was before the packet was begun.</returns>
    public bool TryEndFrame(int maxLength, out int length)
    {
        length = _length - _frameStart - FrameReader.PrefixLength;
        if (length > maxLength)
        {
            DropFrame();
            return false;
        }

        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_frameStart), length);
        return true;
    }

    /// <summary>Takes back the packet that was begun: the buffer is as it was before.</summary>
    public void DropFrame() => _length = _frameStart;

    public void Clear()
    {
        _length = 0;
        if (_bytes.Length > LargestKept)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = ArrayPool<byte>.Shared.Rent(InitialLength);
        }
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _bytes.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(sizeHint);
        return _bytes.AsSpan(_length);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        _length = 0;
    }

    private void Reserve(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (needed <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, 2 * _bytes.Length));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}

using System.Threading.Channels;

namespace LeaderHosting.Testing.Connections;

/// <summary>
/// The packets that wait to be sent on one connection. Adding never waits; a connection that has much to send should not read on
/// (<see cref="WaitForRoomAsync"/>), so a client that reads nothing cannot make the server hoard replies. Thread-safe, for one reader.
/// </summary>
internal sealed class OutgoingQueue(TimeProvider time)
{
    private const int Room = 4 * 1024 * 1024;

    private readonly Channel<Packet> _packets = Channel.CreateUnbounded<Packet>(new UnboundedChannelOptions { SingleReader = true });
    private readonly Lock _lock = new();
    private volatile byte[]? _last;
    private TaskCompletionSource? _room;
    private long _waitingBytes;

    /// <summary>A packet and when it was added, as a timestamp of the clock.</summary>
    public readonly record struct Packet(byte[] Bytes, long AddedAt);

    public void Add(byte[] bytes)
    {
        lock (_lock)
        {
            _waitingBytes += bytes.Length;
        }

        _packets.Writer.TryWrite(new Packet(bytes, time.GetTimestamp()));
    }

    /// <summary>Lets the reader finish once it has taken everything.</summary>
    public void Complete() => _packets.Writer.TryComplete();

    /// <summary>Lets the reader finish with one more packet, which overtakes those that wait: they are dropped.</summary>
    public void CompleteWith(byte[] bytes)
    {
        _last = bytes;
        Add(bytes);
        Complete();
    }

    public ValueTask<bool> WaitToTakeAsync(CancellationToken cancellationToken) => _packets.Reader.WaitToReadAsync(cancellationToken);

    public bool TryTake(out Packet packet)
    {
        while (_packets.Reader.TryRead(out packet))
        {
            if (_last is not { } last || packet.Bytes == last)
            {
                return true;
            }

            Sent(packet);
        }

        return false;
    }

    /// <summary>Notes that a packet has been passed on to the network.</summary>
    public void Sent(Packet packet)
    {
        TaskCompletionSource? room = null;
        lock (_lock)
        {
            _waitingBytes -= packet.Bytes.Length;
            if (_waitingBytes < Room)
            {
                (room, _room) = (_room, null);
            }
        }

        room?.SetResult();
    }

    /// <summary>Waits until little enough is waiting to be sent.</summary>
    public ValueTask WaitForRoomAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_waitingBytes < Room)
            {
                return default;
            }

            _room ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new ValueTask(_room.Task.WaitAsync(cancellationToken));
        }
    }
}

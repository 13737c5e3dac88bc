using System.Buffers.Binary;
using System.Diagnostics;

namespace LeaderHosting.Chaos.Network;

/// <summary>
/// Carries IP packets between machines, on a thread of its own, and loses or delays them as <see cref="LinkFaults"/> says. It needs nothing of the kernel
/// but TUN devices: no packet filter and no traffic control, which not every kernel has.
/// </summary>
internal sealed class PacketRouter : IDisposable
{
    private const int LargestPacket = 65_536;
    private const int IPv4HeaderLength = 20;
    private const int IPv4Version = 4;
    private const int SourceOffset = 12;
    private const int DestinationOffset = 16;
    private const int LongestPollMilliseconds = 100;

    private readonly LinkFaults _faults;
    private readonly Random _random;
    private readonly LinuxCalls.PollFile[] _files;
    private readonly Dictionary<uint, int> _fileOf;
    private readonly PriorityQueue<(int File, byte[] Packet), (long Due, long Order)> _underWay = new();
    private readonly Thread _thread;
    private long _order;
    private volatile bool _stopping;

    public PacketRouter(IReadOnlyList<VirtualMachine> machines, LinkFaults faults, int seed)
    {
        _faults = faults;
        _random = new Random(seed);
        _files = [.. machines.Select(static machine => new LinuxCalls.PollFile { File = machine.DeviceFile, Events = LinuxCalls.PollIn })];
        _fileOf = machines.ToDictionary(static machine => LinkFaults.KeyOf(machine.Address), static machine => machine.DeviceFile);
        _thread = new Thread(Run) { IsBackground = true, Name = "Router", Priority = ThreadPriority.Highest };
        _thread.Start();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Run()
    {
        var buffer = new byte[LargestPacket];
        while (!_stopping)
        {
            LinuxCalls.Poll(_files, MillisecondsToNext());
            foreach (var file in _files)
            {
                if ((file.ReturnedEvents & LinuxCalls.PollIn) == 0)
                {
                    continue;
                }

                int length;
                while ((length = LinuxCalls.Read(file.File, buffer)) > 0)
                {
                    Route(buffer.AsSpan(0, length));
                }
            }

            Deliver();
        }
    }

    private int MillisecondsToNext()
    {
        if (!_underWay.TryPeek(out _, out var next))
        {
            return LongestPollMilliseconds;
        }

        var wait = Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), next.Due).TotalMilliseconds;
        return (int)Math.Clamp(Math.Ceiling(wait), 0, LongestPollMilliseconds);
    }

    private void Route(ReadOnlySpan<byte> packet)
    {
        if (packet.Length < IPv4HeaderLength || packet[0] >> 4 != IPv4Version)
        {
            return;
        }

        var from = BinaryPrimitives.ReadUInt32BigEndian(packet[SourceOffset..]);
        var to = BinaryPrimitives.ReadUInt32BigEndian(packet[DestinationOffset..]);
        if (!_fileOf.TryGetValue(to, out var file))
        {
            return;
        }

        var quality = _faults.Of(from, to);
        if (quality.Loss > 0 && _random.NextDouble() < quality.Loss)
        {
            return;
        }

        if (quality.Delay == TimeSpan.Zero)
        {
            LinuxCalls.Write(file, packet);
        }
        else
        {
            var due = Stopwatch.GetTimestamp() + (long)(quality.Delay.TotalSeconds * Stopwatch.Frequency);
            _underWay.Enqueue((file, packet.ToArray()), (due, _order++));
        }
    }

    private void Deliver()
    {
        while (_underWay.TryPeek(out var packet, out var next) && next.Due <= Stopwatch.GetTimestamp())
        {
            _underWay.Dequeue();
            LinuxCalls.Write(packet.File, packet.Packet);
        }
    }
}

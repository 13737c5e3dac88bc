using System.Net;

namespace LeaderHosting.Chaos.Network;

/// <summary>The faults that links have now; any number of them may lie on one link. Thread-safe.</summary>
internal sealed class LinkFaults
{
    private readonly Lock _lock = new();
    private readonly List<LinkFault> _faults = [];
    private volatile LinkFault[] _current = [];

    /// <summary>Lays a fault on the links from some machines to others, in that direction alone, until the result is disposed.</summary>
    public IDisposable Add(IEnumerable<IPAddress> from, IEnumerable<IPAddress> to, LinkQuality quality)
    {
        var fault = new LinkFault(this, [.. from.Select(KeyOf)], [.. to.Select(KeyOf)], quality);
        lock (_lock)
        {
            _faults.Add(fault);
            _current = [.. _faults];
        }

        return fault;
    }

    /// <summary>The quality of a link; addresses as four bytes in network order.</summary>
    public LinkQuality Of(uint from, uint to)
    {
        var quality = default(LinkQuality);
        foreach (var fault in _current)
        {
            if (fault.From.Contains(from) && fault.To.Contains(to))
            {
                quality = quality.And(fault.Quality);
            }
        }

        return quality;
    }

    /// <summary>An address as the router sees it.</summary>
    public static uint KeyOf(IPAddress address) => System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(address.GetAddressBytes());

    private void Remove(LinkFault fault)
    {
        lock (_lock)
        {
            _faults.Remove(fault);
            _current = [.. _faults];
        }
    }

    private sealed record LinkFault(LinkFaults Owner, HashSet<uint> From, HashSet<uint> To, LinkQuality Quality) : IDisposable
    {
        public void Dispose() => Owner.Remove(this);
    }
}

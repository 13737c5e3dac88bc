using System.Globalization;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>What follows from <see cref="ZooKeeperClientOptions.MaxPacketLength"/>.</summary>
internal static class PacketLimits
{
    /// <summary>The margin of <c>BinaryInputArchive</c> of upstream (<c>zookeeper.jute.maxbuffer.extrasize</c>).</summary>
    private const int Margin = 1024;

    /// <summary>The size of one setWatches request (<c>SET_WATCHES_MAX_LENGTH</c> of upstream), unless packets must be smaller still.</summary>
    private const int SetWatchesLength = 128 * 1024;

    /// <summary>The longest packet to accept.</summary>
    public static int Incoming(int maxPacketLength) => Math.Min(maxPacketLength, int.MaxValue - Margin) + Margin;

    /// <summary>The length at which a setWatches request is full; half the limit leaves room for what is not a path.</summary>
    public static int SetWatches(int maxPacketLength) => Math.Min(SetWatchesLength, maxPacketLength / 2);

    /// <summary>Why a request was not sent.</summary>
    public static Exception TooLong(int length, int maxPacketLength) => new InvalidOperationException(string.Create(
        CultureInfo.InvariantCulture,
        $"The request is {length} bytes long, more than MaxPacketLength allows ({maxPacketLength}); a server with that limit would drop the connection. It was not sent."));
}

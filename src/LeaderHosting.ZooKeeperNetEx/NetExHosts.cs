using LeaderHosting.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>The servers to give to the client, other ones or in another order for each attempt to connect.</summary>
/// <remarks>
/// Until its first connection the client passes over every second server of its list: it advances twice for one attempt
/// (<c>ClientCnxn.startSendTask</c>, <c>DynamicHostProvider.next</c>). Of two servers it may thus try the one that is down again and again. So it is given an
/// odd number of them, in which steps of two reach all; of an even number, one is left out, a different one each time.
/// </remarks>
internal sealed class NetExHosts
{
    private readonly ZooKeeperHost[] _hosts;
    private readonly string? _chroot;
    private int _attempts;

    public NetExHosts(ZooKeeperConnectionString servers, Random random)
    {
        _hosts = [.. servers.Hosts];
        _chroot = servers.Chroot;
        random.Shuffle(_hosts);
    }

    /// <summary>A connection string for the next attempt.</summary>
    public string Next()
    {
        var first = _attempts++ % _hosts.Length;
        var count = _hosts.Length - ((_hosts.Length + 1) % 2);
        return string.Join(',', Enumerable.Range(first, count).Select(i => _hosts[i % _hosts.Length])) + _chroot;
    }
}

namespace LeaderHosting.ZooKeeper.Hosts;

/// <summary>The servers in an order of this client's own, so that many clients with one connection string spread over them.</summary>
internal sealed class HostRing
{
    private readonly ZooKeeperHost[] _hosts;
    private int _next;

    public HostRing(IEnumerable<ZooKeeperHost> hosts, Random random)
    {
        _hosts = [.. hosts];
        random.Shuffle(_hosts);
    }

    public int Count => _hosts.Length;

    /// <summary>The server to try next; the one that was tried last comes last.</summary>
    public ZooKeeperHost Next()
    {
        var host = _hosts[_next];
        _next = (_next + 1) % _hosts.Length;
        return host;
    }
}

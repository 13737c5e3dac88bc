using System.Net;
using LeaderHosting.ZooKeeper;

namespace FailoverDemo.Network;

/// <summary>The lines of one node to all servers, cut together.</summary>
internal sealed class Lines : IAsyncDisposable
{
    private readonly Gate _gate = new();
    private readonly List<Line> _lines;

    /// <summary>Opens a line to every server.</summary>
    public Lines(ZooKeeperConnectionString servers)
    {
        _lines = [.. servers.Hosts.Select(host => new Line(new DnsEndPoint(host.Host, host.Port), _gate))];
        ConnectionString = string.Join(',', _lines.Select(static line => line.EndPoint)) + servers.Chroot;
    }

    /// <summary>What the node is given to find the servers: the near ends.</summary>
    public string ConnectionString { get; }

    /// <summary>Whether they are cut.</summary>
    public bool AreCut => !_gate.IsOpen;

    /// <summary>Cuts them.</summary>
    public void Cut() => _gate.Close();

    /// <summary>Mends them: what was held back on connections of before flows.</summary>
    public void Mend() => _gate.Open();

    /// <summary>Takes them down.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var line in _lines)
        {
            await line.DisposeAsync();
        }
    }
}

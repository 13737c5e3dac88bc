using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.TestKit.Tests;

public sealed class FreePortTests
{
    [Fact]
    public void Ports_are_free_distinct_and_outside_the_range_of_outgoing_connections()
    {
        var ports = Enumerable.Range(0, 100).Select(static _ => FreePort.Next()).ToList();

        Assert.Equal(100, ports.Distinct().Count());
        Assert.All(ports, static port => Assert.InRange(port, 1024, 32767));
        using var listener = new TcpListener(IPAddress.Loopback, ports[0]);
        listener.Start();
    }
}

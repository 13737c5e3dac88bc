using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.IntegrationTests.Client;

/// <summary>A test that needs the address ::1, which some containers lack.</summary>
public sealed class Ipv6FactAttribute : FactAttribute
{
    public Ipv6FactAttribute()
    {
        if (!HasLoopback())
        {
            Skip = "This machine has no IPv6 loopback address.";
        }
    }

    private static bool HasLoopback()
    {
        try
        {
            using var listener = new TcpListener(IPAddress.IPv6Loopback, 0);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

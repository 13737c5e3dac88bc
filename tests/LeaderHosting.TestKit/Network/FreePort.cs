using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.TestKit;

/// <summary>Chooses TCP ports for servers that are stopped and started again on the same port.</summary>
/// <remarks>
/// The ports lie below the range from which the system takes the local ports of outgoing connections (from 32768 on Linux, from 49152
/// elsewhere). A port from that range can be lost while its server is down: to any outgoing connection, or to a client that tries to
/// reconnect to it and, by chance, ends up connected to itself.
/// </remarks>
public static class FreePort
{
    private const int First = 20_000;
    private const int End = 32_000;
    private static readonly Lock Gate = new();
    private static readonly HashSet<int> Taken = [];

    /// <summary>
    /// A port of 127.0.0.1 on which nothing listens, and which this process has not been given before. Another process can still
    /// take it first: who listens on it must be ready to ask for another.
    /// </summary>
    public static int Next()
    {
        lock (Gate)
        {
            for (var attempt = 0; attempt < End - First; attempt++)
            {
                var port = Random.Shared.Next(First, End);
                if (CanListenOn(port) && Taken.Add(port))
                {
                    return port;
                }
            }
        }

        throw new InvalidOperationException($"No free TCP port from {First} to {End - 1}.");
    }

    private static bool CanListenOn(int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LeaderHosting.Bench.Failover.Clients;

/// <summary>
/// No client: one thread and a socket on which so many gets are kept under way, prepared beforehand and answered by counting bytes. What the server and the machine can do, when a client costs next to nothing.
/// </summary>
internal sealed class BareSocketClient(string server) : IBenchClient
{
    private const int GetData = 4;
    private const int BufferLength = 64 * 1024;
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Name => "bound: a bare socket";

    /// <inheritdoc/>
    public Task<IReadOnlyDictionary<string, double>> RunRoundAsync() => Task.Factory.StartNew<IReadOnlyDictionary<string, double>>(
        () => new Dictionary<string, double>(StringComparer.Ordinal) { ["rate-20"] = Pipeline(20), ["rate-200"] = Pipeline(200) },
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private double Pipeline(int depth)
    {
        // A session of its own, since nothing pings one that rests between two rounds.
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPEndPoint.Parse(server));
        var buffer = new byte[BufferLength];
        Exchange(socket, BareHandshake.Request(SessionTimeout), buffer);
        var request = Request();
        var answerLength = Exchange(socket, request, buffer);
        byte[] requests = [.. Enumerable.Repeat(request, depth).SelectMany(static bytes => bytes)];

        var (sent, answered, part) = (depth, 0, 0);
        var began = Stopwatch.GetTimestamp();
        socket.Send(requests);
        while (answered < OwnClient.Pipelined)
        {
            part += Receive(socket, buffer);
            var (whole, rest) = int.DivRem(part, answerLength);
            (answered, part) = (answered + whole, rest);
            var more = Math.Min(whole, OwnClient.Pipelined - sent);
            if (more > 0)
            {
                socket.Send(requests.AsSpan(0, more * request.Length));
                sent += more;
            }
        }

        return OwnClient.Pipelined / Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A get of the node that all clients ask for. The server leaves it to the client to number its requests.</summary>
    private static byte[] Request()
    {
        var path = Encoding.UTF8.GetBytes(OwnClient.Node);
        var packet = new byte[(4 * sizeof(int)) + path.Length + 1];
        BinaryPrimitives.WriteInt32BigEndian(packet, packet.Length - sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(sizeof(int)), 1);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(2 * sizeof(int)), GetData);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(3 * sizeof(int)), path.Length);
        path.CopyTo(packet, 4 * sizeof(int));
        return packet;
    }

    /// <summary>Sends a packet and waits for its answer, alone.</summary>
    /// <returns>How long that is.</returns>
    private static int Exchange(Socket socket, byte[] packet, byte[] buffer)
    {
        socket.Send(packet);
        var received = 0;
        do
        {
            received += Receive(socket, buffer.AsSpan(received));
        }
        while (received < sizeof(int) || received < sizeof(int) + BinaryPrimitives.ReadInt32BigEndian(buffer));

        return received;
    }

    private static int Receive(Socket socket, Span<byte> buffer) =>
        socket.Receive(buffer) is > 0 and var received ? received : throw new SocketException((int)SocketError.ConnectionReset);
}

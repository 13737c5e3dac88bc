using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LeaderHosting.Conformance.Wire;

/// <summary>A socket on which whole packets are sent and received. Every wait ends after 30 s.</summary>
public sealed class WireConnection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

    private WireConnection()
    {
    }

    public static async Task<WireConnection> OpenAsync(IPEndPoint endPoint)
    {
        var connection = new WireConnection();
        using var patience = new CancellationTokenSource(Patience);
        await connection._socket.ConnectAsync(endPoint, patience.Token);
        return connection;
    }

    /// <summary>Sends bytes as they are.</summary>
    public async Task SendRawAsync(byte[] bytes)
    {
        using var patience = new CancellationTokenSource(Patience);
        for (var sent = 0; sent < bytes.Length;)
        {
            sent += await _socket.SendAsync(bytes.AsMemory(sent), patience.Token);
        }
    }

    /// <summary>Sends a packet, putting its length in front.</summary>
    public Task SendAsync(byte[] packet) => SendRawAsync(new WireWriter().Buffer(packet).ToArray());

    /// <summary>Receives a packet, without its length; null when the server has ended the connection.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        var length = await ReadAsync(4);
        return length is null ? null : await ReadAsync(BinaryPrimitives.ReadInt32BigEndian(length));
    }

    /// <summary>Receives everything until the server ends the connection.</summary>
    public async Task<string> ReceiveTextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await using var stream = new NetworkStream(_socket, ownsSocket: false);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(patience.Token);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<byte[]?> ReadAsync(int count)
    {
        using var patience = new CancellationTokenSource(Patience);
        var bytes = new byte[count];
        for (var read = 0; read < count;)
        {
            int received;
            try
            {
                received = await _socket.ReceiveAsync(bytes.AsMemory(read), patience.Token);
            }
            catch (SocketException reset) when (reset.SocketErrorCode is SocketError.ConnectionReset)
            {
                received = 0;
            }

            if (received == 0)
            {
                return null;
            }

            read += received;
        }

        return bytes;
    }
}

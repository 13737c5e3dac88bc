using System.Buffers.Binary;
using System.Net.Sockets;

namespace LeaderHosting.Chaos.Machines;

/// <summary>A session held by a few bytes instead of a client, so that no client's rules are in the way.</summary>
internal sealed class RawSession : IDisposable
{
    private const int PasswordLength = 16;
    private const int CloseSession = -11; // ZooDefs.OpCode.closeSession
    private const int Milliseconds = 3000;

    private readonly NetworkStream _stream;

    private RawSession(NetworkStream stream)
    {
        _stream = stream;
    }

    /// <summary>Asks a server for a session, and waits for its answer.</summary>
    /// <param name="server">The server.</param>
    /// <param name="session">A session to take over; 0 for a new one, which is a commit.</param>
    /// <param name="password">Its password; for a new one anything.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<RawSession> OpenAsync(
        ZooKeeperMachine server, long session, ReadOnlyMemory<byte> password, CancellationToken cancellationToken)
    {
        var stream = new NetworkStream(await server.ConnectAsync(cancellationToken), ownsSocket: true);
        try
        {
            await stream.WriteAsync(ConnectRequest(session, password.Span), cancellationToken);
            await ReadFrameAsync(stream, cancellationToken);
            return new RawSession(stream);
        }
        catch
        {
            await stream.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="OpenAsync(ZooKeeperMachine, long, ReadOnlyMemory{byte}, CancellationToken)"/>
    public static Task<RawSession> OpenAsync(ZooKeeperMachine server, CancellationToken cancellationToken) =>
        OpenAsync(server, session: 0, new byte[PasswordLength], cancellationToken);

    /// <summary>Ends the session, and waits until the server says so.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        await _stream.WriteAsync(CloseRequest(), cancellationToken);
        await ReadFrameAsync(_stream, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    // Length, protocol version 0, last zxid 0, timeout, session, password.
    private static byte[] ConnectRequest(long session, ReadOnlySpan<byte> password)
    {
        var frame = new byte[4 + 4 + 8 + 4 + 8 + 4 + PasswordLength];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(16), Milliseconds);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(20), session);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(28), PasswordLength);
        password.CopyTo(frame.AsSpan(32));
        return frame;
    }

    // Length, xid, operation.
    private static byte[] CloseRequest()
    {
        var frame = new byte[12];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(4), 1);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(8), CloseSession);
        return frame;
    }

    private static async Task ReadFrameAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var length = new byte[4];
        await stream.ReadExactlyAsync(length, cancellationToken);
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(length)], cancellationToken);
    }
}

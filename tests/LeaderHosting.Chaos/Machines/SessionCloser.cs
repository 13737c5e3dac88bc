using System.Buffers.Binary;
using System.Net.Sockets;

namespace LeaderHosting.Chaos.Machines;

/// <summary>Closes a session of somebody else, as a second client that knows its id and password can.</summary>
internal static class SessionCloser
{
    private const long PasswordSecret = 0xB3415C00L; // ZooKeeperServer.superSecret
    private const int PasswordLength = 16;
    private const int CloseSession = -11; // ZooDefs.OpCode.closeSession
    private const int Milliseconds = 3000;

    /// <summary>Takes the session over and closes it.</summary>
    public static async Task CloseAsync(ZooKeeperMachine server, long session, CancellationToken cancellationToken)
    {
        using var stream = new NetworkStream(await server.ConnectAsync(cancellationToken), ownsSocket: true);
        await stream.WriteAsync(ConnectRequest(session), cancellationToken);
        await ReadFrameAsync(stream, cancellationToken);
        await stream.WriteAsync(CloseRequest(), cancellationToken);
        await ReadFrameAsync(stream, cancellationToken);
    }

    /// <summary>The password that servers give a session: sixteen bytes of java.util.Random, seeded with the id (ZooKeeperServer.generatePasswd).</summary>
    internal static byte[] PasswordOf(long session)
    {
        const long multiplier = 0x5DEECE66DL;
        const long mask = (1L << 48) - 1;
        var state = ((session ^ PasswordSecret) ^ multiplier) & mask;
        var password = new byte[PasswordLength];
        for (var i = 0; i < PasswordLength; i += sizeof(int))
        {
            state = ((state * multiplier) + 0xB) & mask;
            BinaryPrimitives.WriteInt32LittleEndian(password.AsSpan(i), (int)(state >> 16));
        }

        return password;
    }

    // Length, protocol version 0, last zxid 0, timeout, session, password.
    private static byte[] ConnectRequest(long session)
    {
        var frame = new byte[4 + 4 + 8 + 4 + 8 + 4 + PasswordLength];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - 4);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(16), Milliseconds);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(20), session);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(28), PasswordLength);
        PasswordOf(session).CopyTo(frame, 32);
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

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Ends the session of another client, as if the ensemble had expired it.</summary>
internal static class SessionExpiry
{
    private const int PasswordLength = 16;
    private const int CloseSession = -11;
    private const long ServersSecret = 0xB3415C00;

    /// <summary>Takes the session over on a connection of its own and closes it there. Its ephemeral nodes are gone when this returns.</summary>
    public static async Task ExpireAsync(int port, long sessionId)
    {
        Assert.True(await TryExpireAsync(port, sessionId) is not Outcome.NoSuchSession, $"There is no session 0x{sessionId:x}.");

        // A client that is quick takes its session back before it is closed.
        while (await TryExpireAsync(port, sessionId) is not Outcome.NoSuchSession)
        {
        }
    }

    private static async Task<Outcome> TryExpireAsync(int port, long sessionId)
    {
        using var client = new TcpClient(AddressFamily.InterNetwork);
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();

        // ConnectRequest: protocol version, last zxid, timeout, session, password.
        var connect = new byte[4 + 8 + 4 + 8 + 4 + PasswordLength];
        BinaryPrimitives.WriteInt32BigEndian(connect.AsSpan(12), 10_000);
        BinaryPrimitives.WriteInt64BigEndian(connect.AsSpan(16), sessionId);
        BinaryPrimitives.WriteInt32BigEndian(connect.AsSpan(24), PasswordLength);
        PasswordOf(sessionId).CopyTo(connect.AsSpan(28));
        try
        {
            var answer = await AskAsync(stream, connect);
            if (BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(4)) <= 0)
            {
                return Outcome.NoSuchSession;
            }

            // RequestHeader: xid, type.
            var close = new byte[8];
            BinaryPrimitives.WriteInt32BigEndian(close, 1);
            BinaryPrimitives.WriteInt32BigEndian(close.AsSpan(4), CloseSession);
            await AskAsync(stream, close);
            return Outcome.Closed;
        }
        catch (IOException)
        {
            // The server closes this connection when the other one takes the session back, even before it has answered here.
            return Outcome.TakenBack;
        }
    }

    private static async Task<byte[]> AskAsync(NetworkStream stream, byte[] request)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, request.Length);
        await stream.WriteAsync((byte[])[.. length, .. request]);
        await stream.ReadExactlyAsync(length);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(length)];
        await stream.ReadExactlyAsync(answer);
        return answer;
    }

    /// <summary>
    /// A session's password is made from its id alone, so that any server can check it: the first 16 bytes of <c>java.util.Random</c> seeded
    /// with the id xor a constant (<c>ZooKeeperServer.generatePasswd</c>).
    /// </summary>
    private static byte[] PasswordOf(long sessionId)
    {
        const long Multiplier = 0x5DEECE66D;
        const long Mask = (1L << 48) - 1;
        var seed = ((sessionId ^ ServersSecret) ^ Multiplier) & Mask;
        var password = new byte[PasswordLength];
        for (var i = 0; i < PasswordLength; i += 4)
        {
            seed = ((seed * Multiplier) + 0xB) & Mask;
            BinaryPrimitives.WriteInt32LittleEndian(password.AsSpan(i), (int)(seed >> 16));
        }

        return password;
    }

    private enum Outcome
    {
        Closed,
        TakenBack,
        NoSuchSession,
    }
}

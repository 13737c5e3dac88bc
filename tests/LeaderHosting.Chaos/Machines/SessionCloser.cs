using System.Buffers.Binary;

namespace LeaderHosting.Chaos.Machines;

/// <summary>Closes a session of somebody else, as a second client that knows its id and password can.</summary>
internal static class SessionCloser
{
    private const long PasswordSecret = 0xB3415C00L; // ZooKeeperServer.superSecret
    private const int PasswordLength = 16;

    /// <summary>Takes the session over and closes it.</summary>
    public static async Task CloseAsync(ZooKeeperMachine server, long session, CancellationToken cancellationToken)
    {
        using var taken = await RawSession.OpenAsync(server, session, PasswordOf(session), cancellationToken);
        await taken.CloseAsync(cancellationToken);
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
}

using System.Buffers.Binary;

namespace LeaderHosting.Bench;

/// <summary>What a bare socket sends first.</summary>
internal static class BareHandshake
{
    private const int Length = 44;
    private const int TimeoutOffset = 12; // behind the version and the last zxid seen
    private const int PasswordOffset = 24; // behind the timeout and the session
    private const int PasswordLength = 16;

    /// <summary>The packet that asks for a new session.</summary>
    public static byte[] Request(TimeSpan sessionTimeout)
    {
        var packet = new byte[sizeof(int) + Length];
        BinaryPrimitives.WriteInt32BigEndian(packet, Length);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(sizeof(int) + TimeoutOffset), (int)sessionTimeout.TotalMilliseconds);
        BinaryPrimitives.WriteInt32BigEndian(packet.AsSpan(sizeof(int) + PasswordOffset), PasswordLength);
        return packet;
    }
}

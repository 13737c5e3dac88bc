namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Adds an identity to the connection. Sent with <see cref="SpecialXid.Auth"/>; the answer has no body.</summary>
/// <param name="Type">Always 0.</param>
/// <param name="Scheme">How the identity is proved.</param>
/// <param name="Auth">The proof. Secret.</param>
internal readonly record struct AuthRequest(int Type, string Scheme, ReadOnlyMemory<byte> Auth) : IJuteRecord<AuthRequest>
{
    public static AuthRequest Read(ref JuteReader reader) => new(
        reader.ReadInt32("AuthPacket.type"),
        reader.ReadString("AuthPacket.scheme"),
        reader.ReadBuffer("AuthPacket.auth"));

    public void Write(JuteWriter writer)
    {
        writer.WriteInt32(Type);
        writer.WriteString(Scheme);
        writer.WriteBuffer(Auth.Span);
    }
}

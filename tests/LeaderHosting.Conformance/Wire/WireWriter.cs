using System.Buffers.Binary;
using System.Text;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Wire;

/// <summary>Writes the fields of a request by hand, as the protocol's definition (zookeeper.jute) lists them.</summary>
public sealed class WireWriter
{
    private readonly MemoryStream _bytes = new();

    public byte[] ToArray() => _bytes.ToArray();

    public WireWriter Int(int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return Raw(bytes);
    }

    public WireWriter Long(long value)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return Raw(bytes);
    }

    public WireWriter Bool(bool value) => Raw([value ? (byte)1 : (byte)0]);

    public WireWriter String(string? value) => Buffer(value is null ? null : Encoding.UTF8.GetBytes(value));

    public WireWriter Buffer(byte[]? value) => value is null ? Int(-1) : Int(value.Length).Raw(value);

    public WireWriter Strings(params string[] values) => Many(values, static (writer, value) => writer.String(value));

    public WireWriter Acls(params Acl[] values) =>
        Many(values, static (writer, acl) => writer.Int((int)acl.Permissions).String(acl.Scheme).String(acl.Id));

    public WireWriter Raw(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    private WireWriter Many<T>(T[] values, Func<WireWriter, T, WireWriter> write)
    {
        Int(values.Length);
        foreach (var value in values)
        {
            write(this, value);
        }

        return this;
    }
}

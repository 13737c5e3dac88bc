using System.Buffers.Binary;
using System.Text;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Wire;

/// <summary>Reads the fields of a reply by hand.</summary>
public sealed class WireReader(byte[] bytes)
{
    private int _position;

    public bool AtEnd => _position == bytes.Length;

    public int Int() => BinaryPrimitives.ReadInt32BigEndian(Raw(4));

    public long Long() => BinaryPrimitives.ReadInt64BigEndian(Raw(8));

    public bool Bool() => Raw(1)[0] != 0;

    public string? String() => Buffer() is { } buffer ? Encoding.UTF8.GetString(buffer) : null;

    public byte[]? Buffer() => Int() is var length and >= 0 ? Raw(length).ToArray() : null;

    public string[] Strings() => Many(() => String()!);

    public Acl[] Acls() => Many(() => new Acl((AclPermissions)Int(), String()!, String()!));

    public Stat Stat() => new(Long(), Long(), Long(), Long(), Int(), Int(), Int(), Long(), Int(), Int(), Long());

    private ReadOnlySpan<byte> Raw(int length)
    {
        var span = bytes.AsSpan(_position, length);
        _position += length;
        return span;
    }

    private T[] Many<T>(Func<T> read)
    {
        var values = new T[Math.Max(0, Int())];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read();
        }

        return values;
    }
}

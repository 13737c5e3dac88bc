using System.Buffers;
using System.Text;

namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Reads jute from the bytes of one packet. It does no I/O, and believes no length before it has compared it with the bytes that are there:
/// what a peer sends can end a connection, never allocate memory that the packet does not back.</summary>
/// <remarks>Each method takes the field's name, so that a violation says which field was wrong and at which byte of the packet.</remarks>
internal ref struct JuteReader(ReadOnlySequence<byte> packet)
{
    private SequenceReader<byte> _reader = new(packet);

    /// <summary>How many bytes of the packet are left.</summary>
    public readonly long Remaining => _reader.Remaining;

    /// <summary>How many bytes of the packet have been read.</summary>
    public readonly long Position => _reader.Consumed;

    public bool ReadBoolean(string field) =>
        _reader.TryRead(out var value) ? value != 0 : throw TooShort(field, 1);

    public int ReadInt32(string field) =>
        _reader.TryReadBigEndian(out int value) ? value : throw TooShort(field, sizeof(int));

    public long ReadInt64(string field) =>
        _reader.TryReadBigEndian(out long value) ? value : throw TooShort(field, sizeof(long));

    /// <summary>Reads a UTF-8 string; an absent one (length -1) is read as an empty one.</summary>
    public string ReadString(string field)
    {
        var length = ReadLength(field, elementSize: 1);
        if (length == 0)
        {
            return string.Empty;
        }

        _reader.TryReadExact(length, out var bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads a byte string into memory of its own; an absent one (length -1) is read as an empty one.</summary>
    public byte[] ReadBuffer(string field)
    {
        var length = ReadLength(field, elementSize: 1);
        if (length == 0)
        {
            return [];
        }

        var bytes = GC.AllocateUninitializedArray<byte>(length);
        _reader.TryCopyTo(bytes);
        _reader.Advance(length);
        return bytes;
    }

    /// <summary>Reads a vector of strings; an absent one (length -1) is read as an empty one.</summary>
    public string[] ReadStrings(string field)
    {
        var count = ReadLength(field, elementSize: sizeof(int));
        if (count == 0)
        {
            return [];
        }

        var values = new string[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ReadString(field);
        }

        return values;
    }

    /// <summary>Reads an access control list; an absent one (length -1) is read as an empty one.</summary>
    public Acl[] ReadAcls(string field)
    {
        var count = ReadLength(field, elementSize: 3 * sizeof(int));
        if (count == 0)
        {
            return [];
        }

        var values = new Acl[count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = new Acl((AclPermissions)ReadInt32(field), ReadString(field), ReadString(field));
        }

        return values;
    }

    public Stat ReadStat(string field) => new(
        Czxid: ReadInt64(field),
        Mzxid: ReadInt64(field),
        Ctime: ReadInt64(field),
        Mtime: ReadInt64(field),
        Version: ReadInt32(field),
        Cversion: ReadInt32(field),
        Aversion: ReadInt32(field),
        EphemeralOwner: ReadInt64(field),
        DataLength: ReadInt32(field),
        NumChildren: ReadInt32(field),
        Pzxid: ReadInt64(field));

    /// <summary>Reads the length of what follows, where every element takes at least <paramref name="elementSize"/> bytes.</summary>
    private int ReadLength(string field, int elementSize)
    {
        var at = Position;
        var length = ReadInt32(field);
        if (length == -1)
        {
            return 0;
        }

        if (length < 0)
        {
            throw new ProtocolViolationException($"{field} at byte {at}: the length {length} is negative.");
        }

        if (length > Remaining / elementSize)
        {
            throw new ProtocolViolationException(
                $"{field} at byte {at}: the length {length} does not fit in the {Remaining} bytes that are left of the packet.");
        }

        return length;
    }

    private readonly ProtocolViolationException TooShort(string field, int size) =>
        new($"{field} at byte {Position}: {size} bytes are needed, {Remaining} are left of the packet.");
}

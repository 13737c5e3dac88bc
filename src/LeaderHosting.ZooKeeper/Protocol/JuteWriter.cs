using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Writes jute, ZooKeeper's encoding: big-endian numbers, and byte strings, UTF-8 strings and vectors with a 32-bit length in front.</summary>
internal readonly struct JuteWriter(IBufferWriter<byte> output)
{
    public void WriteBoolean(bool value)
    {
        output.GetSpan(1)[0] = value ? (byte)1 : (byte)0;
        output.Advance(1);
    }

    public void WriteInt32(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(output.GetSpan(sizeof(int)), value);
        output.Advance(sizeof(int));
    }

    public void WriteInt64(long value)
    {
        BinaryPrimitives.WriteInt64BigEndian(output.GetSpan(sizeof(long)), value);
        output.Advance(sizeof(long));
    }

    public void WriteString(string value)
    {
        var length = Encoding.UTF8.GetByteCount(value);
        WriteInt32(length);
        if (length > 0)
        {
            output.Advance(Encoding.UTF8.GetBytes(value, output.GetSpan(length)));
        }
    }

    /// <summary>Writes a byte string. An absent one (length -1 in jute) is written as an empty one, which servers treat alike.</summary>
    public void WriteBuffer(ReadOnlySpan<byte> value)
    {
        WriteInt32(value.Length);
        output.Write(value);
    }

    public void WriteStrings(IReadOnlyList<string> values)
    {
        WriteInt32(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            WriteString(values[i]);
        }
    }

    public void WriteAcls(IReadOnlyList<Acl> values)
    {
        WriteInt32(values.Count);
        for (var i = 0; i < values.Count; i++)
        {
            WriteInt32((int)values[i].Permissions);
            WriteString(values[i].Scheme);
            WriteString(values[i].Id);
        }
    }

    public void WriteStat(in Stat value)
    {
        WriteInt64(value.Czxid);
        WriteInt64(value.Mzxid);
        WriteInt64(value.Ctime);
        WriteInt64(value.Mtime);
        WriteInt32(value.Version);
        WriteInt32(value.Cversion);
        WriteInt32(value.Aversion);
        WriteInt64(value.EphemeralOwner);
        WriteInt32(value.DataLength);
        WriteInt32(value.NumChildren);
        WriteInt64(value.Pzxid);
    }
}

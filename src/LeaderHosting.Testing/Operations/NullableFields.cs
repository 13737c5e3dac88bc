using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations;

/// <summary>
/// Tells an absent byte string (length -1) from an empty one, which clients need not do: a node created without data is read
/// back without data.
/// </summary>
internal static class NullableFields
{
    private const int Absent = -1;

    /// <summary>Whether the string or byte string that comes next is absent.</summary>
    public static bool IsAbsent(JuteReader reader) => reader.Remaining >= sizeof(int) && reader.ReadInt32("length") == Absent;

    public static byte[]? ReadBuffer(ref JuteReader reader, string field)
    {
        var ahead = reader;
        if (ahead.ReadInt32(field) == Absent)
        {
            reader = ahead;
            return null;
        }

        return reader.ReadBuffer(field);
    }

    public static void WriteBuffer(JuteWriter writer, byte[]? value)
    {
        if (value is null)
        {
            writer.WriteInt32(Absent);
        }
        else
        {
            writer.WriteBuffer(value);
        }
    }
}

using System.Buffers;
using System.Text.Json;

namespace LeaderHosting.Election;

/// <summary>The small JSON objects that an election keeps in znodes, where other versions and other programs write as well.</summary>
/// <remarks>
/// Without a serializer: that of two small records was a tenth of all the methods that a small worker has to compile when it starts.
/// </remarks>
internal static class ElectionJson
{
    private const string OrderName = "order";

    /// <summary>In bytes. A buffer that is too short is copied into one twice as long.</summary>
    private const int UsualLength = 512;

    /// <summary>Kept, since new ones would take several times as much memory as what is written.</summary>
    [ThreadStatic]
    private static ArrayBufferWriter<byte>? Buffer;

    [ThreadStatic]
    private static Utf8JsonWriter? Json;

    /// <summary>Writes an object.</summary>
    /// <param name="value">What it tells.</param>
    /// <param name="writeMembers">Writes its members.</param>
    public static byte[] Write<T>(T value, Action<Utf8JsonWriter, T> writeMembers)
    {
        var buffer = Buffer ??= new(UsualLength);
        var json = Json ??= new(buffer);
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        writeMembers(json, value);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads an object.</summary>
    /// <param name="data">The whole of it.</param>
    /// <param name="readMembers">Makes something of its members, of which it keeps none. One that is missing, or not as it should be, may throw what <see cref="JsonElement"/> throws.</param>
    /// <returns><see langword="null"/> when this is no object, or one with a member that is not as it should be.</returns>
    public static T? Read<T>(ReadOnlySpan<byte> data, Func<JsonElement, T> readMembers)
        where T : class
    {
        try
        {
            var reader = new Utf8JsonReader(data);
            using var document = JsonDocument.ParseValue(ref reader);

            // Anything more behind it is an error, which the reader throws.
            reader.Read();
            return document.RootElement.ValueKind == JsonValueKind.Object ? readMembers(document.RootElement) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            // Somebody else's: not JSON, a member that is not there, of another kind, or out of range.
            return null;
        }
    }

    /// <summary>A member that may be missing or null.</summary>
    public static JsonElement? Member(this JsonElement json, string name) =>
        json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    /// <summary>Writes the member "order", unless it is the usual one.</summary>
    public static void WriteOrder(this Utf8JsonWriter json, LeadershipOrder order)
    {
        if (order != default)
        {
            json.WriteString(OrderName, order.ToString());
        }
    }

    /// <summary>Reads the member "order"; the usual one when it is missing.</summary>
    /// <exception cref="FormatException">There is no such order.</exception>
    public static LeadershipOrder ReadOrder(this JsonElement json)
    {
        if (!json.TryGetProperty(OrderName, out var member))
        {
            return default;
        }

        var name = member.GetString();
        foreach (var order in Enum.GetValues<LeadershipOrder>())
        {
            if (string.Equals(order.ToString(), name, StringComparison.OrdinalIgnoreCase))
            {
                return order;
            }
        }

        throw new FormatException($"There is no order '{name}'.");
    }
}

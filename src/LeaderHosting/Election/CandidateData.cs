using System.Text;
using System.Text.Json;

namespace LeaderHosting.Election;

/// <summary>
/// What a candidate publishes of itself, as the data of its znode: its name in UTF-8, where a Curator latch keeps its id. If there is more to say, a line break
/// follows, which no node's name can hold, and a small JSON object: <c>{"priority":5}</c>.
/// </summary>
/// <param name="Name">The name of the node, or a latch's id.</param>
/// <param name="Priority">How much it is preferred as leader.</param>
/// <param name="Order">The order by which it stands.</param>
/// <param name="IsReturning">Whether its node has stood before; told only where newcomers are preferred.</param>
/// <param name="Spread">The mark of the elections that its node spreads, this one among them; <see langword="null"/>: it does not spread this one.</param>
internal sealed record CandidateData(
    string Name, int Priority = 0, LeadershipOrder Order = LeadershipOrder.OldestFirst, bool IsReturning = false, string? Spread = null)
{
    private const char Separator = '\n';
    private const string PriorityName = "priority";
    private const string ReturningName = "returning";
    private const string SpreadName = "spread";

    /// <summary>Writes the data.</summary>
    public byte[] ToUtf8() => this == new CandidateData(Name)
        ? Encoding.UTF8.GetBytes(Name)
        : [.. Encoding.UTF8.GetBytes(Name + Separator), .. ElectionJson.Write(this, WriteDetails)];

    /// <summary>Reads the data of any candidate. What can't be read as ours is a foreign candidate's name as it stands.</summary>
    public static CandidateData Read(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)Separator);
        return end >= 0 && ElectionJson.Read(data[(end + 1)..], ReadDetails) is { } details
            ? details with { Name = Encoding.UTF8.GetString(data[..end]) }
            : new CandidateData(Encoding.UTF8.GetString(data));
    }

    private static void WriteDetails(Utf8JsonWriter json, CandidateData data)
    {
        if (data.Priority != 0)
        {
            json.WriteNumber(PriorityName, data.Priority);
        }

        json.WriteOrder(data.Order);
        if (data.IsReturning)
        {
            json.WriteBoolean(ReturningName, data.IsReturning);
        }

        if (data.Spread is not null)
        {
            json.WriteString(SpreadName, data.Spread);
        }
    }

    private static CandidateData ReadDetails(JsonElement json) => new(
        Name: "",
        json.TryGetProperty(PriorityName, out var priority) ? priority.GetInt32() : 0,
        json.ReadOrder(),
        json.TryGetProperty(ReturningName, out var returning) && returning.GetBoolean(),
        json.TryGetProperty(SpreadName, out var spread) ? spread.GetString() : null);
}

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

    /// <summary>Writes the data.</summary>
    public byte[] ToUtf8()
    {
        var details = new Details { Priority = Priority, Order = Order, Returning = IsReturning, Spread = Spread };
        return details == new Details()
            ? Encoding.UTF8.GetBytes(Name)
            : [.. Encoding.UTF8.GetBytes(Name + Separator), .. JsonSerializer.SerializeToUtf8Bytes(details, CandidateDataJson.Default.Details)];
    }

    /// <summary>Reads the data of any candidate. What can't be read as ours is a foreign candidate's name as it stands.</summary>
    public static CandidateData Read(ReadOnlySpan<byte> data)
    {
        var end = data.IndexOf((byte)Separator);
        if (end >= 0)
        {
            try
            {
                if (JsonSerializer.Deserialize(data[(end + 1)..], CandidateDataJson.Default.Details) is { } details)
                {
                    return new CandidateData(Encoding.UTF8.GetString(data[..end]), details.Priority, details.Order, details.Returning, details.Spread);
                }
            }
            catch (JsonException)
            {
                // Somebody else's.
            }
        }

        return new CandidateData(Encoding.UTF8.GetString(data));
    }

    /// <summary>What stands behind the name.</summary>
    internal sealed record Details
    {
        /// <summary>How much the candidate is preferred as leader.</summary>
        public int Priority { get; init; }

        /// <summary>The order by which it stands.</summary>
        public LeadershipOrder Order { get; init; }

        /// <summary>Whether its node has stood before.</summary>
        public bool Returning { get; init; }

        /// <summary>The mark of the elections that its node spreads.</summary>
        public string? Spread { get; init; }
    }
}

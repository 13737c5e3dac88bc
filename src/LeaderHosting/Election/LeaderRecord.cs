using System.Text.Json;
using System.Text.Json.Serialization;

namespace LeaderHosting.Election;

/// <summary>
/// Who leads: the data of the election path, written by the claim, or by the predecessor's handover, in one transaction with what makes it true.
/// </summary>
/// <param name="Candidate">The candidate's znode.</param>
internal sealed record LeaderRecord([property: JsonRequired] string Candidate)
{
    /// <summary>The leader's node name; absent in a record written by the predecessor, which does not know it.</summary>
    public string? Name { get; init; }

    /// <summary>The machine it runs on.</summary>
    public string? Host { get; init; }

    /// <summary>Its process id.</summary>
    public int? ProcessId { get; init; }

    /// <summary>Where it can be reached.</summary>
    public string? Url { get; init; }

    /// <summary>When it became leader, by the writer's clock.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>The order by which the election goes; absent when it is the usual one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public LeadershipOrder Order { get; init; }

    /// <summary>
    /// The term, when the record was written again later in it; absent in the write that made the term, whose data version it is.
    /// </summary>
    public long? Term { get; init; }

    /// <summary>The fencing token, when the record was written again later in its term; absent in the write whose zxid it is.</summary>
    public long? FencingToken { get; init; }

    /// <summary>Writes the record.</summary>
    public byte[] ToUtf8() => JsonSerializer.SerializeToUtf8Bytes(this, LeaderRecordJson.Default.LeaderRecord);

    /// <summary>Reads a record.</summary>
    /// <param name="data">The data of the election path. Empty before the first claim.</param>
    /// <param name="record">The record; <see langword="null"/> when the data is none.</param>
    /// <returns>False when the data is neither a record nor empty: somebody else has written it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out LeaderRecord? record)
    {
        record = null;
        if (data.IsEmpty)
        {
            return true;
        }

        try
        {
            var read = JsonSerializer.Deserialize(data, LeaderRecordJson.Default.LeaderRecord);
            if (read is null || !CandidateName.IsPlain(read.Candidate ?? ""))
            {
                return false;
            }

            record = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}

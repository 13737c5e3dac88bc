using System.Text.Json;

namespace LeaderHosting.Election;

/// <summary>
/// Who leads: the data of the election path, written by the claim, or by the predecessor's handover, in one transaction with what makes it true.
/// </summary>
/// <param name="Candidate">The candidate's znode.</param>
internal sealed record LeaderRecord(string Candidate)
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
    public LeadershipOrder Order { get; init; }

    /// <summary>
    /// The term, when the record was written again later in it; absent in the write that made the term, whose data version it is.
    /// </summary>
    public long? Term { get; init; }

    /// <summary>The fencing token, when the record was written again later in its term; absent in the write whose zxid it is.</summary>
    public long? FencingToken { get; init; }

    /// <summary>What is shown of the leader.</summary>
    /// <param name="name">Its node name, which the record may not have.</param>
    /// <param name="written">The term, if the record is the write that made it.</param>
    public LeaderInfo ToInfo(string name, Term written) => new(name, Candidate)
    {
        Host = Host,
        ProcessId = ProcessId,
        AdvertisedUrl = Url,
        Since = Since,
        Term = Term ?? written.Number,
        FencingToken = FencingToken ?? written.FencingToken,
    };

    /// <summary>Writes the record.</summary>
    public byte[] ToUtf8() => ElectionJson.Write(this, WriteMembers);

    /// <summary>Reads a record.</summary>
    /// <param name="data">The data of the election path. Empty before the first claim.</param>
    /// <param name="record">The record; <see langword="null"/> when the data is none.</param>
    /// <returns>False when the data is neither a record nor empty: somebody else has written it.</returns>
    public static bool TryRead(ReadOnlySpan<byte> data, out LeaderRecord? record)
    {
        record = data.IsEmpty ? null : ElectionJson.Read(data, ReadMembers);
        if (record is not null && !CandidateName.IsPlain(record.Candidate))
        {
            record = null;
        }

        return data.IsEmpty || record is not null;
    }

    private static void WriteMembers(Utf8JsonWriter json, LeaderRecord record)
    {
        json.WriteString(Names.Candidate, record.Candidate);
        WriteText(Names.Name, record.Name);
        WriteText(Names.Host, record.Host);
        WriteNumber(Names.ProcessId, record.ProcessId);
        WriteText(Names.Url, record.Url);
        if (record.Since is { } since)
        {
            json.WriteString(Names.Since, since);
        }

        json.WriteOrder(record.Order);
        WriteNumber(Names.Term, record.Term);
        WriteNumber(Names.FencingToken, record.FencingToken);

        void WriteText(string name, string? text)
        {
            if (text is not null)
            {
                json.WriteString(name, text);
            }
        }

        void WriteNumber(string name, long? number)
        {
            if (number is { } value)
            {
                json.WriteNumber(name, value);
            }
        }
    }

    private static LeaderRecord ReadMembers(JsonElement json) => new(json.GetProperty(Names.Candidate).GetString() ?? "")
    {
        Name = json.Member(Names.Name)?.GetString(),
        Host = json.Member(Names.Host)?.GetString(),
        ProcessId = json.Member(Names.ProcessId)?.GetInt32(),
        Url = json.Member(Names.Url)?.GetString(),
        Since = json.Member(Names.Since)?.GetDateTimeOffset(),
        Order = json.ReadOrder(),
        Term = json.Member(Names.Term)?.GetInt64(),
        FencingToken = json.Member(Names.FencingToken)?.GetInt64(),
    };

    /// <summary>What the members are called in JSON.</summary>
    private static class Names
    {
        public const string Candidate = "candidate";
        public const string Name = "name";
        public const string Host = "host";
        public const string ProcessId = "processId";
        public const string Url = "url";
        public const string Since = "since";
        public const string Term = "term";
        public const string FencingToken = "fencingToken";
    }
}

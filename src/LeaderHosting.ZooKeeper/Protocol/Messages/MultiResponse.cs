namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>Answers multi and multiRead: one result for each operation, in order.</summary>
/// <param name="Results">The results.</param>
internal readonly record struct MultiResponse(IReadOnlyList<MultiResult> Results) : IJuteRecord<MultiResponse>
{
    public static MultiResponse Read(ref JuteReader reader)
    {
        var results = new List<MultiResult>();
        for (var header = MultiHeader.Read(ref reader); !header.Done; header = MultiHeader.Read(ref reader))
        {
            results.Add(MultiResult.Read(header.Type, ref reader));
        }

        return new(results);
    }

    public void Write(JuteWriter writer)
    {
        for (var i = 0; i < Results.Count; i++)
        {
            new MultiHeader(Results[i].Type, Done: false, Results[i].Error).Write(writer);
            Results[i].Write(writer);
        }

        MultiHeader.End.Write(writer);
    }
}

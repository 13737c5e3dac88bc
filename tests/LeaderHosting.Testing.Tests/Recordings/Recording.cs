namespace LeaderHosting.Testing.Tests.Recordings;

/// <summary>What a client sent to a real server, and what came back; made by record.py.</summary>
/// <param name="Steps">The requests, each with its packets, in order.</param>
internal sealed record Recording(IReadOnlyList<Recording.Step> Steps)
{
    public static Recording Load(string name)
    {
        using var stream = typeof(Recording).Assembly.GetManifestResourceStream($"{typeof(Recording).Namespace}.{name}.txt")!;
        using var reader = new StreamReader(stream);
        var steps = new List<Step>();
        while (reader.ReadLine() is { } line)
        {
            switch (line[0])
            {
                case '#':
                    steps.Add(new Step(line[2..], [], []));
                    break;
                case '>':
                    steps[^1].Sent.Add(Convert.FromHexString(line.AsSpan(2)));
                    break;
                default:
                    steps[^1].Received.Add(Convert.FromHexString(line.AsSpan(2)));
                    break;
            }
        }

        return new Recording(steps);
    }

    /// <summary>One request: what it is about, its packets, and the packets that came in answer, notifications included. Lengths are in front.</summary>
    internal sealed record Step(string What, List<byte[]> Sent, List<byte[]> Received);
}

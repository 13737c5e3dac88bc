namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>One case: connections on which the other side is hostile, one after the other. Immutable.</summary>
/// <param name="Seed">What it was made from.</param>
/// <param name="Connections">The connections.</param>
public sealed record FuzzCase(int Seed, IReadOnlyList<ConnectionScript> Connections)
{
    private const int MostConnections = 4;

    /// <summary>Makes a case; the same seed makes the same.</summary>
    public static FuzzCase Generate(int seed)
    {
        var random = new Random(seed);
        var connections = new ConnectionScript[random.Next(1, MostConnections + 1)];
        for (var i = 0; i < connections.Length; i++)
        {
            connections[i] = ConnectionScript.Generate(random);
        }

        return new FuzzCase(seed, connections);
    }

    /// <summary>Cases that are simpler than this one and may fail as it does.</summary>
    public IEnumerable<FuzzCase> Shrink()
    {
        for (var i = 0; i < Connections.Count; i++)
        {
            if (Connections.Count > 1)
            {
                yield return this with { Connections = [.. Connections.Where((_, at) => at != i)] };
            }

            foreach (var simpler in Connections[i].Shrink())
            {
                yield return this with { Connections = [.. Connections.Select((old, at) => at == i ? simpler : old)] };
            }
        }
    }

    /// <inheritdoc/>
    public override string ToString() =>
        string.Join(Environment.NewLine, [$"Case {Seed}:", .. Connections.Select(static (connection, i) => $"  connection {i}: {connection}")]);
}

using System.Globalization;

namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>How the hostile side behaves on one connection.</summary>
/// <param name="Distortions">What becomes of its packets, in order; those after the last of these arrive as they were sent.</param>
/// <param name="Packets">How many packets it sends before it leaves.</param>
/// <param name="End">How it leaves.</param>
/// <param name="Seed">Settles what it sends, where there is a choice, and in which pieces that arrives.</param>
public sealed record ConnectionScript(IReadOnlyList<Distortion> Distortions, int Packets, ConnectionEnd End, int Seed)
{
    private const int MostPackets = 30;

    internal static ConnectionScript Generate(Random random)
    {
        var packets = random.Next(1, MostPackets + 1);

        // Half of the connections go wrong once, so that what lies behind the first fault is reached as well.
        var wrong = random.Next(2) == 0 ? 1 : random.Next(1, packets + 1);
        var distortions = Enumerable.Repeat(new Distortion(DistortionKind.None, 0), packets).ToArray();
        for (var i = 0; i < wrong; i++)
        {
            distortions[random.Next(packets)] = new Distortion(Pick<DistortionKind>(random), random.Next());
        }

        return new ConnectionScript(distortions, packets, Pick<ConnectionEnd>(random), random.Next());
    }

    /// <summary>Scripts that do less of the same.</summary>
    internal IEnumerable<ConnectionScript> Shrink()
    {
        for (var i = 0; i < Distortions.Count; i++)
        {
            if (Distortions[i].Kind != DistortionKind.None)
            {
                yield return this with { Distortions = [.. Distortions.Select((old, at) => at == i ? new Distortion(DistortionKind.None, 0) : old)] };
            }
        }

        if (Packets > 1)
        {
            yield return this with { Packets = Packets / 2 };
            yield return this with { Packets = Packets - 1 };
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Packets} packets, then {End} (seed {Seed}): {string.Join(", ", Distortions.Select((d, i) => (d, i)).Where(x => x.d.Kind != DistortionKind.None && x.i < Packets).Select(x => $"{x.i} {x.d.Kind} {x.d.Seed}"))}");

    private static T Pick<T>(Random random)
        where T : struct, Enum
    {
        var values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }
}

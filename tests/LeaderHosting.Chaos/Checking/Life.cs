using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Checking;

/// <summary>One process of a candidate, from its start to its end.</summary>
/// <param name="Node">The candidate; its next process is another life.</param>
/// <param name="Process">The name of this process.</param>
/// <param name="StartedAt">When it was started.</param>
/// <param name="Events">What it has reported, oldest first.</param>
internal sealed record Life(string Node, string Process, long StartedAt, IReadOnlyList<NodeEvent> Events)
{
    /// <summary>When it was gone; <see langword="null"/> while it lives.</summary>
    public long? EndedAt { get; init; }

    /// <summary>Whether it was killed, rather than ended by itself.</summary>
    public bool Killed { get; init; }

    /// <summary>When the harness had frozen it.</summary>
    public IReadOnlyList<Interval> Frozen { get; init; } = [];

    /// <summary>
    /// When it did not run: frozen by the harness, or not given the processor (which it has noticed itself), in order and without overlaps.
    /// </summary>
    public IReadOnlyList<Interval> Pauses
    {
        get
        {
            var gaps = Events.Where(static e => e.Kind == "GAP").Select(static e => new Interval(e.Number(0), e.At));
            var pauses = new List<Interval>();
            foreach (var pause in Frozen.Concat(gaps).OrderBy(static pause => pause.From))
            {
                if (pauses.Count > 0 && pause.From <= pauses[^1].To)
                {
                    pauses[^1] = new Interval(pauses[^1].From, Math.Max(pauses[^1].To, pause.To));
                }
                else
                {
                    pauses.Add(pause);
                }
            }

            return pauses;
        }
    }
}

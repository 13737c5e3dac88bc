using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Checking;

/// <summary>A time in which a process was in office: its service ran, or it saw itself lead, or the store took its write.</summary>
/// <param name="Run">The term.</param>
/// <param name="Time">When.</param>
/// <param name="Evidence">What shows it.</param>
internal sealed record Occupation(TermRun Run, Interval Time, string Evidence)
{
    /// <summary>
    /// The times of all runs. While a process is paused nothing of it runs. What follows a pause counts if the process saw itself lead after it;
    /// if it did not, its service is on the way to its stop, and only writes that the store took count.
    /// </summary>
    public static IReadOnlyList<Occupation> Of(History history)
    {
        var writes = history.Writes.Where(static write => write.Accepted).ToLookup(static write => write.Writer);
        var occupations = new List<Occupation>();
        foreach (var life in history.Lives)
        {
            var pauses = life.Pauses;
            var sightings = SightingsOf(life, history);
            foreach (var run in TermRun.Of(life))
            {
                var whole = new Interval(run.StartedAt, run.EndIn(history));
                foreach (var (piece, afterPause) in Split(whole, pauses))
                {
                    if (!afterPause || sightings.Any(piece.Overlaps))
                    {
                        occupations.Add(new Occupation(run, piece, "its service ran"));
                    }
                    else
                    {
                        occupations.AddRange(writes[life.Process]
                            .Where(write => write.Token == run.Token && write.At > piece.From && write.At <= piece.To)
                            .Select(write => new Occupation(run, new Interval(write.At, write.At + 1), "the store took its write")));
                    }
                }

                // Between the claim and the start, and from the stop on, a node may not call itself the leader either.
                occupations.AddRange(sightings
                    .Where(sighting => sighting.Overlaps(whole))
                    .SelectMany(sighting => Split(sighting, pauses))
                    .Select(part => new Occupation(run, part.Piece, "it saw itself lead")));
            }
        }

        return occupations;
    }

    /// <summary>What is left of a time without the pauses, and whether a pause went before it.</summary>
    internal static IEnumerable<(Interval Piece, bool AfterPause)> Split(Interval whole, IReadOnlyList<Interval> pauses)
    {
        var from = whole.From;
        var afterPause = false;
        foreach (var pause in pauses.Where(whole.Overlaps))
        {
            if (pause.From > from)
            {
                yield return (new Interval(from, pause.From), afterPause);
            }

            from = Math.Max(from, pause.To);
            afterPause = true;
        }

        if (from < whole.To)
        {
            yield return (new Interval(from, whole.To), afterPause);
        }
    }

    private static List<Interval> SightingsOf(Life life, History history) =>
    [
        .. LeaderSpan.Of(life.Process, life.Events)
            .Select(span => new Interval(span.FirstTrue, span.LastTrue ?? life.EndedAt ?? history.EndedAt)),
    ];
}

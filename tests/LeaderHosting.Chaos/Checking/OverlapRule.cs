namespace LeaderHosting.Chaos.Checking;

/// <summary>No two terms overlap in time.</summary>
internal static class OverlapRule
{
    /// <summary>One broken rule for each pair of terms that overlap.</summary>
    public static IEnumerable<BrokenRule> Check(History history)
    {
        var seen = new HashSet<(string, long, string, long)>();
        var open = new List<Occupation>();
        foreach (var next in Occupation.Of(history).OrderBy(static occupation => occupation.Time.From))
        {
            open.RemoveAll(occupation => occupation.Time.To <= next.Time.From);
            foreach (var other in open.Where(other => !SameTerm(other.Run, next.Run) && other.Time.Overlaps(next.Time)))
            {
                if (seen.Add(KeyOf(other.Run, next.Run)))
                {
                    var shared = (Math.Min(other.Time.To, next.Time.To) - next.Time.From) / 1e6;
                    yield return new BrokenRule(
                        RuleKind.Overlap,
                        next.Time.From,
                        $"{other.Run} ({other.Evidence}) and {next.Run} ({next.Evidence}) for {shared:0.0} ms");
                }
            }

            open.Add(next);
        }
    }

    private static bool SameTerm(TermRun a, TermRun b) => a.Life.Process == b.Life.Process && a.Token == b.Token;

    private static (string, long, string, long) KeyOf(TermRun a, TermRun b) =>
        a.Token <= b.Token ? (a.Life.Process, a.Token, b.Life.Process, b.Token) : (b.Life.Process, b.Token, a.Life.Process, a.Token);
}

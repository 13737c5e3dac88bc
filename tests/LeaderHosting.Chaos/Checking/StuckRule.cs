namespace LeaderHosting.Chaos.Checking;

/// <summary>When the last fault of a round is over, somebody leads within the bound, and when the round ends, every living node leads or waits.</summary>
internal static class StuckRule
{
    // A node whose service failed to start stands back for a while, and then waits again by itself.
    private static readonly string[] Healthy = ["Leading", "Waiting", "BackingOff"];

    public static IEnumerable<BrokenRule> Check(History history)
    {
        var occupations = Occupation.Of(history);
        foreach (var round in history.Rounds)
        {
            var bound = new Interval(round.HealedAt, round.HealedAt + history.Bound);
            if (!occupations.Any(occupation => occupation.Time.Overlaps(bound)))
            {
                yield return new BrokenRule(RuleKind.Stuck, round.HealedAt, $"nobody led within {history.Bound / 1e9:0.0} s of the end of round {round.Number}");
            }

            foreach (var life in history.Lives.Where(life => life.StartedAt < round.EndedAt && !(life.EndedAt < round.EndedAt)))
            {
                var phase = life.Events.LastOrDefault(e => e.Kind == "PHASE" && e.At <= round.EndedAt)?.Arguments[0];
                if (!Healthy.Contains(phase))
                {
                    yield return new BrokenRule(RuleKind.Stuck, round.EndedAt, $"{life.Process} is {phase ?? "silent"} at the end of round {round.Number}");
                }
            }
        }
    }
}

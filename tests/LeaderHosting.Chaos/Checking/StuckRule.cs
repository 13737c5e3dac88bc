using System.Globalization;

namespace LeaderHosting.Chaos.Checking;

/// <summary>When the last fault of a round is over and the ensemble makes sessions, somebody leads within the bound, and when the round ends, every living node leads or waits.</summary>
/// <remarks>Servers that are all up and say that they serve may yet have no quorum that commits: one that was cut off from its leader goes on for a while before it takes part in
/// an election. Nobody can lead then, and that is not what is looked for here.</remarks>
internal static class StuckRule
{
    // A node whose service failed to start stands back for a while, and then waits again by itself.
    private static readonly string[] Healthy = ["Leading", "Waiting", "BackingOff"];

    public static IEnumerable<BrokenRule> Check(History history)
    {
        var occupations = Occupation.Of(history);
        foreach (var round in history.Rounds)
        {
            var bound = new Interval(round.HealedAt, round.GrantedAt + history.Bound ?? round.EndedAt);
            if (!occupations.Any(occupation => occupation.Time.Overlaps(bound)))
            {
                var limit = round.GrantedAt is { } granted
                    ? $"{Seconds(history.Bound)} s of the first session that a server granted, {Seconds(granted - round.HealedAt)} s after the end of round {round.Number}"
                    : $"{Seconds(round.EndedAt - round.HealedAt)} s of the end of round {round.Number}, nor did a server grant a session";
                yield return new BrokenRule(RuleKind.Stuck, round.HealedAt, $"nobody led within {limit}");
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

    private static string Seconds(long nanoseconds) => (nanoseconds / 1e9).ToString("0.0", CultureInfo.InvariantCulture);
}

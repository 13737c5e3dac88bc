namespace LeaderHosting.Chaos.Checking;

/// <summary>Terms and fencing tokens only grow, in the order in which services start.</summary>
internal static class GrowthRule
{
    public static IEnumerable<BrokenRule> Check(History history)
    {
        TermRun? previous = null;
        foreach (var run in history.Lives.SelectMany(TermRun.Of).OrderBy(static run => run.StartedAt))
        {
            if (previous is not null && (run.Term <= previous.Term || run.Token <= previous.Token))
            {
                yield return new BrokenRule(RuleKind.Growth, run.StartedAt, $"{run} came after {previous}");
            }

            previous = run;
        }
    }
}

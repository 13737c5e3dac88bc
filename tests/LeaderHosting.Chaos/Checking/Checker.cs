namespace LeaderHosting.Chaos.Checking;

/// <summary>Checks a history against all rules.</summary>
internal static class Checker
{
    /// <summary>What is broken, in the order in which it happened.</summary>
    public static IReadOnlyList<BrokenRule> Check(History history) =>
    [
        .. OverlapRule.Check(history)
            .Concat(GrowthRule.Check(history))
            .Concat(PairingRule.Check(history))
            .Concat(StuckRule.Check(history))
            .Concat(LeakRule.Check(history))
            .OrderBy(static broken => broken.At),
    ];
}

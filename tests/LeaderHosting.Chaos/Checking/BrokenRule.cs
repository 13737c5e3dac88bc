namespace LeaderHosting.Chaos.Checking;

/// <summary>Something that should not have happened.</summary>
/// <param name="Rule">Which rule it breaks.</param>
/// <param name="At">When.</param>
/// <param name="What">What happened.</param>
internal sealed record BrokenRule(RuleKind Rule, long At, string What);

namespace LeaderHosting.Chaos.Checking;

/// <summary>How much of something was in use.</summary>
/// <param name="Owner">By whom: a process of a candidate, or the ensemble.</param>
/// <param name="Resource">What.</param>
/// <param name="At">When.</param>
/// <param name="Amount">How much.</param>
internal sealed record ResourceSample(string Owner, ResourceKind Resource, long At, long Amount);

namespace LeaderHosting.Chaos.Checking;

/// <summary>A fault as it was done.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Target">To whom.</param>
/// <param name="At">When it began.</param>
/// <param name="HealedAt">When it was over.</param>
internal sealed record FaultRecord(string Kind, string Target, long At, long HealedAt);

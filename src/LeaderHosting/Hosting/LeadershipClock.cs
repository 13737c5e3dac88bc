namespace LeaderHosting.Hosting;

/// <summary>Another clock for the election than its own; for tests of this project alone, which register one.</summary>
/// <param name="Time">The clock.</param>
internal sealed record LeadershipClock(TimeProvider Time);

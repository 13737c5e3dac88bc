namespace LeaderHosting.Testing.Tree;

/// <summary>What one transaction writes on everything it touches: its zxid and its wall time, in milliseconds since 1970.</summary>
internal readonly record struct Stamp(long Zxid, long Time);

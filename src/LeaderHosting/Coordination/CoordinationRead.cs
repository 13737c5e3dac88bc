namespace LeaderHosting.Coordination;

/// <summary>One of several reads that are asked for together.</summary>
/// <param name="Kind">What is read.</param>
/// <param name="Path">The znode it is about.</param>
public readonly record struct CoordinationRead(CoordinationReadKind Kind, string Path);

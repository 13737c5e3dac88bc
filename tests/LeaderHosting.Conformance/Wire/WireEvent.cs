namespace LeaderHosting.Conformance.Wire;

/// <summary>A notification, without the state (always 3, connected), which is checked where it is read.</summary>
public sealed record WireEvent(WireEventType Type, string Path);

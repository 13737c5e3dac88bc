namespace LeaderHosting.Conformance.Wire;

/// <summary>What a notification tells, as <c>Watcher.Event.EventType</c> numbers it.</summary>
public enum WireEventType
{
    Created = 1,
    Deleted = 2,
    DataChanged = 3,
    ChildrenChanged = 4,
}

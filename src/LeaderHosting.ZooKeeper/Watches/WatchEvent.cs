namespace LeaderHosting.ZooKeeper;

/// <summary>What a watch has to tell.</summary>
/// <param name="Type">What happened.</param>
/// <param name="Path">The node that was watched.</param>
/// <remarks>One event may stand for several changes: ZooKeeper's watches fire once, so read the node again to learn where it stands.</remarks>
public readonly record struct WatchEvent(WatchEventType Type, string Path);

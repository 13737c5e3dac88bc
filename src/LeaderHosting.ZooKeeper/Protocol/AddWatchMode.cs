namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>The kind of a watch that does not end when it fires (3.6 and later).</summary>
internal enum AddWatchMode
{
    Persistent = 0,
    PersistentRecursive = 1,
}

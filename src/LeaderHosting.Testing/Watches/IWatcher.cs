using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Watches;

/// <summary>Whoever set a watch: a connection. Watches die with it; a client sets them again on its next one.</summary>
internal interface IWatcher
{
    /// <summary>Queues a notification, ahead of every reply that is queued later, if the watcher may read the node.</summary>
    /// <param name="kind">What happened.</param>
    /// <param name="path">To which node.</param>
    /// <param name="acl">The ACL of the node, or of what it was. A watcher that may not read it is not told (CVE-2024-23944).</param>
    void Notify(WatchEventKind kind, string path, Acl[] acl);
}

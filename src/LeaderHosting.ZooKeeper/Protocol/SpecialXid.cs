namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>The transaction ids that are not counted: they say what a packet is, outside the order of ordinary requests.</summary>
/// <remarks>From <c>ClientCnxn</c> of upstream. Ordinary ids start at 1 on each connection.</remarks>
internal static class SpecialXid
{
    /// <summary>A watch has fired; the body is a <see cref="WatcherEvent"/>.</summary>
    public const int Notification = -1;

    /// <summary>A ping, or its answer; no body.</summary>
    public const int Ping = -2;

    /// <summary>Credentials, or the answer to them; servers answer them ahead of earlier requests.</summary>
    public const int Auth = -4;

    /// <summary>Watches set again after a reconnect, or the answer to that.</summary>
    public const int SetWatches = -8;
}

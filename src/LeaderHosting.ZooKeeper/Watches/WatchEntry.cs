namespace LeaderHosting.ZooKeeper.Watches;

/// <summary>One caller's watch: in the table from the moment its request is submitted, armed when the answer says that the server has set it.</summary>
/// <param name="path">The node, from the server's root.</param>
/// <param name="watchesChildren">Whether it is a watch on children; those and watches on data are apart on the server.</param>
/// <param name="owner">Where to give it back.</param>
internal sealed class WatchEntry(string path, bool watchesChildren, IWatchOwner owner)
    : TaskCompletionSource<WatchEvent>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    /// <summary>The node, from the server's root.</summary>
    public string Path { get; } = path;

    /// <summary>Whether it is a watch on children.</summary>
    public bool WatchesChildren { get; } = watchesChildren;

    /// <summary>How it must be set again. Known once it is armed.</summary>
    public WatchKind Kind { get; private set; }

    /// <summary>Whether the server has set it. Until then no event can be meant for it.</summary>
    public bool IsArmed { get; private set; }

    /// <summary>Notes that the server has set the watch, and makes what the caller gets. Called on the read loop, between the answer and anything behind it.</summary>
    public Watched<T> Arm<T>(WatchKind kind, T value)
    {
        owner.Arm(this, kind);
        return new Watched<T>(value, this);
    }

    /// <summary>Gives the watch up.</summary>
    public void Release() => owner.Release(this);

    /// <summary>Called by the owner, under its lock.</summary>
    public void SetArmed(WatchKind kind)
    {
        Kind = kind;
        IsArmed = true;
    }
}

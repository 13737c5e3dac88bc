namespace LeaderHosting.Testing.Watches;

/// <summary>How long a watch lasts and how far it reaches.</summary>
internal enum WatchMode
{
    /// <summary>Fires once, for its own path.</summary>
    OneShot,

    /// <summary>Fires until removed, for its own path.</summary>
    Persistent,

    /// <summary>Fires until removed, for its path and everything below, but never for a change of the list of children.</summary>
    PersistentRecursive,
}

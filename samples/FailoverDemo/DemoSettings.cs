namespace FailoverDemo;

/// <summary>What the demo shows, and how fast.</summary>
/// <param name="ZooKeeper">The servers, as a connection string; <see langword="null"/> for one inside the demo.</param>
/// <param name="IsScript">Whether it plays its story instead of taking keys.</param>
internal sealed record DemoSettings(string? ZooKeeper, bool IsScript)
{
    /// <summary>The nodes.</summary>
    public static readonly IReadOnlyList<string> NodeNames = ["node1", "node2", "node3"];

    /// <summary>What the crash of a master costs. Short, so that nobody gets bored.</summary>
    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(3);

    /// <summary>The time between two jobs of the master: how finely the promise is checked.</summary>
    public static readonly TimeSpan JobInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>How often the demo looks at the nodes.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    /// <summary>How long the story waits for anything before it says that it does not happen.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
}

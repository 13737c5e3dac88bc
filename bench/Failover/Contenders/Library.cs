namespace LeaderHosting.Bench.Failover.Contenders;

/// <summary>A library that can be measured.</summary>
/// <param name="Key">What the command line and the contenders' programs call it.</param>
/// <param name="Name">What tables call it.</param>
/// <param name="Platform">What runs it.</param>
internal sealed record Library(string Key, string Name, Platform Platform)
{
    /// <summary>This one.</summary>
    public static Library Own { get; } = new("own", "LeaderHosting", Platform.DotNet);

    /// <summary>This one, published with ReadyToRun: what the first takeover needs is compiled already.</summary>
    public static Library OwnReadyToRun { get; } = new("own", "LeaderHosting, ReadyToRun", Platform.ReadyToRun);

    /// <summary>This one, compiled ahead of time.</summary>
    public static Library OwnNative { get; } = new("own", "LeaderHosting, native AOT", Platform.Native);

    /// <summary>Curator's LeaderLatch, the yardstick for many of the bars.</summary>
    public static Library Latch { get; } = new("latch", "Curator LeaderLatch", Platform.Java);

    /// <summary>kazoo's Election.</summary>
    public static Library Kazoo { get; } = new("kazoo", "kazoo Election", Platform.Python);

    /// <summary>The others.</summary>
    public static IReadOnlyList<Library> Peers { get; } =
        [Latch, new("selector", "Curator LeaderSelector", Platform.Java), Kazoo, new("script", "the script", Platform.Python)];

    /// <summary>Many elections of this one on one session.</summary>
    public static Library ManyOwn { get; } = new("many-own", "LeaderHosting", Platform.DotNet);

    /// <summary>Many elections of others on one session.</summary>
    public static IReadOnlyList<Library> ManyPeers { get; } =
        [new("many-latches", "Curator LeaderLatch", Platform.Java), new("many-kazoo", "kazoo Election", Platform.Python)];

    /// <summary>Whether the highest number leads, so that whoever joins takes over; otherwise the lowest leads.</summary>
    public bool NewestLeads => Key == "script";

    /// <summary>Whether it is this library.</summary>
    public bool IsOwn => Key == Own.Key;

    /// <summary>The command that makes a contender leave and not come back. Ours stops its host then, which also closes its session.</summary>
    public string LeaveForGood => IsOwn ? "stop" : "leave";
}

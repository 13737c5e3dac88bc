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

    /// <summary>This one, in a process whose thread pool puts an idle thread to sleep at once instead of letting it look for work for a while.</summary>
    public static Library OwnWithoutSpinning { get; } = new("own", "LeaderHosting, thread pool without spinning", Platform.DotNet)
    {
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0" },
    };

    /// <summary>This one, for services that need no more than a moment to stop. Unless told otherwise it leaves them a fifth of the session timeout, and the peers leave them nothing.</summary>
    public static Library OwnWithShortStop { get; } = new("own", "LeaderHosting, StopBudget 50 ms", Platform.DotNet)
    {
        Environment = new Dictionary<string, string?>(StringComparer.Ordinal) { ["CONTENDER_STOP_BUDGET_MS"] = "50" },
    };

    /// <summary>No contender: a delete and the watch of another session, by our client, in a process like the contenders'. What no handover that a watch tells of can undercut.</summary>
    public static Library BareWatch { get; } = new("bare-watch", "floor: delete → another's watch", Platform.DotNet);

    /// <summary>No contender: just the requests of our handover, by our client, in a process like the contenders'.</summary>
    public static Library BareHandover { get; } = new("bare-handover", "bound: just its requests, by the bare client", Platform.DotNet);

    /// <summary>No contenders: what a process uses that asks for something as often as a leader proves its lease, and does nothing else.</summary>
    public static IReadOnlyList<Library> Bare { get; } =
    [
        new("bare-client", "bound: the bare client, as many commits", Platform.DotNet),
        new("bare-client", "bound: the same client without spinning", Platform.DotNet) { Environment = OwnWithoutSpinning.Environment },
        new("bare-socket", "bound: a bare socket, as many pings", Platform.DotNet),
        new("bare-socket", "bound: the same socket without spinning", Platform.DotNet) { Environment = OwnWithoutSpinning.Environment },
    ];

    /// <summary>Curator's LeaderLatch, the yardstick for many of the bars.</summary>
    public static Library Latch { get; } = new("latch", "Curator LeaderLatch", Platform.Java);

    /// <summary>kazoo's Election.</summary>
    public static Library Kazoo { get; } = new("kazoo", "kazoo Election", Platform.Python);

    /// <summary>The others.</summary>
    public static IReadOnlyList<Library> Peers { get; } =
        [Latch, new("selector", "Curator LeaderSelector", Platform.Java), Kazoo, new("script", "the script", Platform.Python)];

    /// <summary>Many elections of this one on one session.</summary>
    public static Library ManyOwn { get; } = new("many-own", "LeaderHosting", Platform.DotNet);

    /// <summary>No elections: the requests that as many of ours send, by our client.</summary>
    public static Library ManyBare { get; } = new("many-bare", "bound: just their requests, by the bare client", Platform.DotNet);

    /// <summary>Many elections of others on one session.</summary>
    public static IReadOnlyList<Library> ManyPeers { get; } =
        [new("many-latches", "Curator LeaderLatch", Platform.Java), new("many-kazoo", "kazoo Election", Platform.Python)];

    /// <summary>Variables to add to the environment of its process.</summary>
    public IReadOnlyDictionary<string, string?>? Environment { get; init; }

    /// <summary>Whether many elections of it on one session lead again after that was lost, and say so.</summary>
    public bool RejoinsByItself => Key is "many-own" or "many-latches";

    /// <summary>Whether its process can tell what it has allocated.</summary>
    public bool TellsAllocations => Platform is Platform.DotNet or Platform.ReadyToRun or Platform.Native;

    /// <summary>Whether the highest number leads, so that whoever joins takes over; otherwise the lowest leads.</summary>
    public bool NewestLeads => Key == "script";

    /// <summary>Whether it is this library.</summary>
    public bool IsOwn => Key == Own.Key;

    /// <summary>The command that makes a contender leave and not come back. Ours stops its host then, which also closes its session.</summary>
    public string LeaveForGood => IsOwn ? "stop" : "leave";
}

namespace LeaderHosting.TestNode;

/// <summary>What the node does besides standing for election; from the configuration section <c>Node</c> or the switches of the command line.</summary>
internal sealed class NodeOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Node";

    /// <summary>Short names on the command line, as in <c>--poll=true</c>.</summary>
    public static Dictionary<string, string> Switches => new(StringComparer.Ordinal)
    {
        ["--services"] = $"{SectionName}:{nameof(Services)}",
        ["--poll"] = $"{SectionName}:{nameof(Poll)}",
        ["--start-fails"] = $"{SectionName}:{nameof(StartFails)}",
        ["--stop-takes"] = $"{SectionName}:{nameof(StopTakes)}",
        ["--stop-hangs"] = $"{SectionName}:{nameof(StopHangs)}",
        ["--hosted"] = $"{SectionName}:{nameof(Hosted)}",
        ["--run"] = $"{SectionName}:{nameof(Run)}",
        ["--run-takes"] = $"{SectionName}:{nameof(RunTakes)}",
    };

    /// <summary>How many recording services it runs while it leads.</summary>
    public int Services { get; set; } = 1;

    /// <summary>Whether it polls <c>IsLeader</c> every millisecond and reports what it sees.</summary>
    public bool Poll { get; set; }

    /// <summary>How many starts of each service fail before one succeeds.</summary>
    public int StartFails { get; set; }

    /// <summary>How long each service takes to stop.</summary>
    public TimeSpan StopTakes { get; set; }

    /// <summary>Whether the services never stop.</summary>
    public bool StopHangs { get; set; }

    /// <summary>Whether there is a hosted service too, which only the leader runs.</summary>
    public bool Hosted { get; set; }

    /// <summary>Whether there is a background service too, and what becomes of its run.</summary>
    public RunBehavior Run { get; set; }

    /// <summary>When that happens, counted from the start of the run.</summary>
    public TimeSpan RunTakes { get; set; } = TimeSpan.FromMilliseconds(200);
}

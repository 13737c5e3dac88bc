namespace LeaderHosting.Chaos.Checking;

/// <summary>The service of one term on one process.</summary>
/// <param name="Life">The process.</param>
/// <param name="Term">The term's number.</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="StartedAt">When its start was called.</param>
internal sealed record TermRun(Life Life, long Term, long Token, long StartedAt)
{
    /// <summary>When it was told to stop.</summary>
    public long? StoppingAt { get; init; }

    /// <summary>When it had stopped, or its start had failed.</summary>
    public long? StoppedAt { get; init; }

    /// <summary>Whether its start failed.</summary>
    public bool StartFailed { get; init; }

    /// <summary>Whether its stop hangs.</summary>
    public bool Hung { get; init; }

    /// <summary>Why the term ended, as the node says.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was over at the latest: stopped, or dead, or as long as a stop that hangs may take.</summary>
    public long EndIn(History history)
    {
        var end = StoppedAt ?? Life.EndedAt ?? history.EndedAt;
        return Hung && StoppingAt is { } stopping ? Math.Min(end, stopping + history.StopBudget) : end;
    }

    /// <inheritdoc/>
    public override string ToString() => $"term {Term} (token {Token}) of {Life.Process}";

    /// <summary>The runs of a process.</summary>
    public static IReadOnlyList<TermRun> Of(Life life)
    {
        var runs = new List<TermRun>();
        foreach (var e in life.Events)
        {
            if (e.Kind == "START")
            {
                runs.Add(new TermRun(life, e.Number(0), e.Number(1), e.At));
                continue;
            }

            var index = e.Kind switch
            {
                "STOPPING" or "STOP" or "STARTFAILED" or "HANG" => runs.FindLastIndex(run => run.Token == e.Number(1)),
                "ENDED" => runs.FindLastIndex(run => run.Term == e.Number(0)),
                _ => -1,
            };
            if (index >= 0)
            {
                runs[index] = After(runs[index], e);
            }
        }

        return runs;
    }

    private static TermRun After(TermRun run, TestKit.NodeEvent e) => e.Kind switch
    {
        "STOPPING" => run with { StoppingAt = e.At },
        "STOP" => run with { StoppedAt = e.At },
        "STARTFAILED" => run with { StoppedAt = e.At, StartFailed = true },
        "HANG" => run with { Hung = true },
        _ => run with { Reason = e.Arguments[1] },
    };
}

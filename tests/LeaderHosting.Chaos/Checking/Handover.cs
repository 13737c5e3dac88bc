namespace LeaderHosting.Chaos.Checking;

/// <summary>The change from one term to the next.</summary>
/// <param name="Cause">Why the earlier one ended.</param>
/// <param name="Took">From that cause, or the stop of the services, to the start of the next ones.</param>
internal sealed record Handover(string Cause, TimeSpan Took)
{
    private const double NanosecondsPerTick = 100;

    /// <summary>All changes in a history.</summary>
    public static IReadOnlyList<Handover> Of(History history)
    {
        var runs = history.Lives.SelectMany(TermRun.Of).OrderBy(static run => run.StartedAt).ToList();
        return
        [
            .. runs.Zip(runs.Skip(1), (before, after) =>
            {
                var (cause, at) = EndOf(before, history, after.StartedAt);
                return new Handover(cause, TimeSpan.FromTicks((long)(Math.Max(0, after.StartedAt - at) / NanosecondsPerTick)));
            }),
        ];
    }

    private static (string Cause, long At) EndOf(TermRun run, History history, long next)
    {
        var end = run.EndIn(history);
        var pause = run.Life.Frozen.LastOrDefault(frozen => frozen.From > run.StartedAt && frozen.From < next);
        if (pause != default && (run.StoppedAt is null || run.StoppedAt > pause.To) && next < Math.Max(pause.To, end))
        {
            return ("frozen", pause.From);
        }

        return run switch
        {
            { Hung: true } => ("stop hung", run.StoppingAt ?? end),
            { StoppedAt: null } => ("killed", end),
            { StartFailed: true } => ("start failed", end),
            _ => (run.Reason ?? "ended", end),
        };
    }
}

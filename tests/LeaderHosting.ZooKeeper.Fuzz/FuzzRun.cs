namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>Runs case after case until its time is up or its cases are done, and tells of those that fail.</summary>
/// <param name="makeTarget">Makes a target; used for some cases, then made anew.</param>
/// <param name="output">Where failures are written, with what replays them.</param>
public sealed class FuzzRun(Func<Task<IFuzzTarget>> makeTarget, TextWriter output)
{
    private const int CasesPerTarget = 500;
    private const int MostFailures = 20;

    /// <summary>How many cases have run.</summary>
    public int Cases { get; private set; }

    /// <summary>How many of them failed.</summary>
    public int Failures { get; private set; }

    /// <summary>Runs cases made from <paramref name="seed"/> and the numbers after it.</summary>
    /// <param name="seed">The seed of the first case.</param>
    /// <param name="cases">End after this many cases.</param>
    /// <param name="duration">End after this much time.</param>
    /// <param name="time">The clock of <paramref name="duration"/>.</param>
    public async Task RunAsync(int seed, int cases, TimeSpan duration, TimeProvider time)
    {
        var start = time.GetTimestamp();
        using var unobserved = new UnobservedExceptions();
        while (Cases < cases && Failures < MostFailures && time.GetElapsedTime(start) < duration)
        {
            var first = unchecked(seed + Cases);
            await CountAsync($"Cases {first} and after", async () =>
            {
                await using var target = await makeTarget();
                for (var i = 0; i < CasesPerTarget && Cases < cases && Failures < MostFailures && time.GetElapsedTime(start) < duration; i++)
                {
                    var fuzzCase = FuzzCase.Generate(unchecked(seed + Cases));
                    Cases++;
                    await CountAsync(fuzzCase, () => target.RunAsync(fuzzCase));
                }
            });
            await CountAsync($"Cases {first} to {unchecked(seed + Cases - 1)}", () =>
            {
                unobserved.ThrowIfAny();
                return Task.CompletedTask;
            });
        }
    }

    private async Task CountAsync(object what, Func<Task> run)
    {
        try
        {
            await run();
        }
#pragma warning disable CA1031 // Whatever a case throws is what was looked for.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            Failures++;
            await output.WriteLineAsync($"{what}{Environment.NewLine}  {failure}");
        }
    }
}

using System.Globalization;
using LeaderHosting.Chaos.Checking;
using LeaderHosting.Chaos.Faults;
using Xunit.Abstractions;

namespace LeaderHosting.Chaos.Tests;

/// <summary>Short runs of the harness. Longer ones: see docs/reliability.md.</summary>
[Trait("Category", "Chaos")]
public class ChaosRunTests(ITestOutputHelper output)
{
    private const int MostAttempts = 8;
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(3);
    private static readonly Fault CutMastersServer =
        new(FaultKind.CutServer, Aim.MastersServer, 0, TimeSpan.Zero, new ChaosOptions().SessionTimeout * 3, 0);

    /// <summary>What test.sh has printed, or any.</summary>
    private static int Seed =>
        int.TryParse(Environment.GetEnvironmentVariable("CHAOS_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : Random.Shared.Next();

    [Fact]
    public async Task No_two_nodes_lead_and_one_always_does_soon()
    {
        var options = new ChaosOptions { Seed = Seed, Duration = Duration };

        var (broken, report) = await RunAsync(options, new FaultSchedule(options.Seed, options.SessionTimeout));

        Assert.True(broken.Count == 0, report);
    }

    /// <summary>The harness can fail: the case that the lease exists for is found when the lease is left out.</summary>
    [Fact]
    public async Task A_server_cut_off_from_its_quorum_makes_two_lead_without_a_proved_lease()
    {
        // When the master's server happens to lead the ensemble it notices at once, and there is nothing to find.
        var found = false;
        for (var attempt = 0; attempt < MostAttempts && !found; attempt++)
        {
            var (broken, _) = await RunAsync(new ChaosOptions { Seed = attempt, Lease = "naive", Faults = 2 }, new OneFault(CutMastersServer));
            found = broken.Any(static rule => rule.Rule == RuleKind.Overlap);
        }

        Assert.True(found, "Two never led.");
    }

    [Fact]
    public async Task A_server_cut_off_from_its_quorum_harms_nobody_with_the_proved_lease()
    {
        var (broken, report) = await RunAsync(new ChaosOptions { Faults = 4 }, new OneFault(CutMastersServer));

        Assert.True(broken.Count == 0, report);
    }

    private async Task<(IReadOnlyList<BrokenRule> Broken, string Report)> RunAsync(ChaosOptions options, IFaultPlan plan)
    {
        output.WriteLine($"Seed {options.Seed}.");
        await using var text = new StringWriter();
        var history = await new ChaosRun(options, plan, TextWriter.Synchronized(text)).RunAsync(CancellationToken.None);
        var broken = Checker.Check(history);
        Report.Write(history, broken, text);
        return (broken, $"Seed {options.Seed}.{Environment.NewLine}{text}");
    }

    private sealed class OneFault(Fault fault) : IFaultPlan
    {
        public IReadOnlyList<Fault> NextRound() => [fault];
    }
}

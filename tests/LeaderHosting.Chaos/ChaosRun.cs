using System.ComponentModel;
using System.Diagnostics;
using LeaderHosting.Chaos.Checking;
using LeaderHosting.Chaos.Faults;
using LeaderHosting.Chaos.Machines;
using LeaderHosting.Chaos.Network;
using LeaderHosting.Chaos.Storage;

namespace LeaderHosting.Chaos;

/// <summary>One run: starts everything, breaks it round by round, and returns what happened.</summary>
internal sealed class ChaosRun(ChaosOptions options, IFaultPlan plan, TextWriter output)
{
    private const int Servers = 3;

    // As the library's default; what a service that hangs is forgiven begins after it.
    private const int StopBudgetDivisor = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    // What a process that has just been thawed said last is from before it was frozen.
    private static readonly TimeSpan StaysSettled = TimeSpan.FromSeconds(1);

    // A start that failed again and again may keep a node back for a minute, so more than the bound is allowed for the last of them to wait again.
    private static readonly TimeSpan MoreForAllToWait = TimeSpan.FromSeconds(15);

    private readonly List<FaultRecord> _faults = [];
    private readonly List<Round> _rounds = [];
    private readonly List<ResourceSample> _samples = [];
    private bool _keepsLogs;
    private int _ensembleRestarts;

    private TimeSpan Bound => options.SessionTimeout + Ensemble.Tick + options.Grace;

    /// <summary>Does the run.</summary>
    public async Task<History> RunAsync(CancellationToken cancellationToken)
    {
        var folder = options.Keep is { } keep ? Directory.CreateDirectory(keep).FullName : Directory.CreateTempSubdirectory("leaderhosting-chaos-").FullName;
        try
        {
            return await RunInAsync(folder, cancellationToken);
        }
        finally
        {
            if (options.Keep is null && !_keepsLogs)
            {
                Directory.Delete(folder, recursive: true);
            }
            else
            {
                await output.WriteLineAsync($"The logs are in {folder}.");
            }
        }
    }

    private async Task<History> RunInAsync(string folder, CancellationToken cancellationToken)
    {
        await using var network = await CreateNetworkAsync();
        await using var log = TextWriter.Synchronized(new StreamWriter(Path.Combine(folder, "candidates.log")));
        var socket = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        await using var store = new FencedStore(socket);
        await using var ensemble = await Ensemble.StartAsync(network, folder, cancellationToken);
        var candidates = network.Candidates.Select((machine, i) => new Candidate(machine, ArgumentsOf(network, i, socket), log)).ToList();
        try
        {
            var stage = new Stage(network, ensemble, candidates);
            var began = Stopwatch.GetTimestamp();
            await SettleAsync(stage, 0, cancellationToken);
            await BreakAsync(stage, cancellationToken);
            return new History
            {
                Lives = [.. candidates.SelectMany(static candidate => candidate.Lives)],
                Writes = store.Writes,
                Faults = _faults,
                Rounds = _rounds,
                Samples = _samples,
                EnsembleRestarts = _ensembleRestarts,
                Bound = NanosecondsOf(Bound),
                StopBudget = NanosecondsOf(options.SessionTimeout / StopBudgetDivisor),
                BeganAt = began,
                EndedAt = Stopwatch.GetTimestamp(),
            };
        }
        finally
        {
            await Task.WhenAll(candidates.Select(static candidate => candidate.DisposeAsync().AsTask()));
            File.Delete(socket);
        }
    }

    private async Task<INetwork> CreateNetworkAsync()
    {
        try
        {
            return await VirtualNetwork.CreateAsync(Servers, options.Nodes, options.Seed);
        }
        catch (Win32Exception e)
        {
            var network = new ProxiedNetwork(Servers, options.Nodes);
            await output.WriteLineAsync($"No network namespaces here ({e.Message}). {network.Limitation}");
            return network;
        }
    }

    private string[] ArgumentsOf(INetwork network, int candidate, string socket) =>
    [
        $"--ZooKeeperLeadership:ConnectionString={network.ConnectionStringOf(candidate)}",
        "--ZooKeeperLeadership:ElectionPath=/chaos",
        $"--ZooKeeperLeadership:NodeName={network.Candidates[candidate].Name}",
        $"--ZooKeeperLeadership:SessionTimeout={options.SessionTimeout:c}",
        $"--Chaos:Store={socket}",
        $"--Chaos:Lease={options.Lease}",
        "--Logging:LogLevel:LeaderHosting=Debug",
        "--shutdownTimeoutSeconds=3",
    ];

    private async Task BreakAsync(Stage stage, CancellationToken cancellationToken)
    {
        var injector = new FaultInjector(stage, output);
        var began = Stopwatch.GetTimestamp();
        for (var number = 1; _faults.Count < options.Faults && Stopwatch.GetElapsedTime(began) < options.Duration; number++)
        {
            var planned = plan.NextRound();
            await output.WriteLineAsync($"Round {number}, {_faults.Count} faults so far:");
            foreach (var fault in planned)
            {
                await output.WriteLineAsync($"  {fault}");
            }

            var done = await Task.WhenAll(planned.Select(fault => injector.RunAsync(fault, cancellationToken)));
            _faults.AddRange(done.OfType<FaultRecord>());
            await SettleAsync(stage, number, cancellationToken);
            await SampleAsync(stage);
        }
    }

    /// <summary>
    /// Makes everything whole, and waits until somebody leads and all others wait, or it has taken too long. Servers that then grant nobody a session are restarted, once: nobody can lead on them.
    /// </summary>
    private async Task SettleAsync(Stage stage, int number, CancellationToken cancellationToken)
    {
        await stage.Ensemble.HealAsync(cancellationToken);
        foreach (var candidate in stage.Candidates)
        {
            await candidate.EnsureStartedAsync();
        }

        await Task.WhenAll(stage.Candidates.Select(candidate => candidate.WaitUntilUpAsync(cancellationToken)));
        if (await RestAsync(stage, number, mayRestart: true, cancellationToken))
        {
            return;
        }

        _ensembleRestarts++;
        await output.WriteLineAsync("  No server has granted anybody a session: the servers are restarted.");
        await stage.Ensemble.RestartAsync(cancellationToken);
        await RestAsync(stage, number, mayRestart: false, cancellationToken);
    }

    /// <summary>Waits until somebody leads and all others wait, or it has taken too long, and writes that down.</summary>
    /// <returns>Whether the round is over; it is not when the servers have to be restarted.</returns>
    private async Task<bool> RestAsync(Stage stage, int number, bool mayRestart, CancellationToken cancellationToken)
    {
        var healed = Stopwatch.GetTimestamp();
        var unsettled = healed;
        await using var probe = new GrantProbe(stage.Ensemble.Servers);
        while (Stopwatch.GetElapsedTime(unsettled) < StaysSettled && Stopwatch.GetElapsedTime(probe.FirstGrantAt ?? healed) < Bound + MoreForAllToWait)
        {
            await Task.Delay(Look, cancellationToken);
            if (!IsSettled(stage))
            {
                unsettled = Stopwatch.GetTimestamp();
            }
        }

        var ended = Stopwatch.GetTimestamp();
        var granted = probe.FirstGrantAt;
        var hasSettled = Stopwatch.GetElapsedTime(unsettled, ended) >= StaysSettled;
        var phases = string.Join(", ", stage.Candidates.Select(static candidate => $"{candidate.Process.Life.Process} {candidate.Process.Phase}"));
        await output.WriteLineAsync($"  healed at {healed}, settled after {Stopwatch.GetElapsedTime(healed, unsettled).TotalSeconds:0.0} s: {phases}");
        if (!hasSettled || Stopwatch.GetElapsedTime(healed, unsettled) > Bound)
        {
            _keepsLogs = true;
            await StuckReport.WriteAsync(stage, probe, output);
        }

        if (mayRestart && !hasSettled && granted is null)
        {
            return false;
        }

        _rounds.Add(new Round(number, healed, ended) { GrantedAt = granted });
        return true;
    }

    /// <summary>Notes what the processes that live, and the ensemble, use now.</summary>
    private async Task SampleAsync(Stage stage)
    {
        var now = Stopwatch.GetTimestamp();
        foreach (var process in stage.Candidates.Select(static candidate => candidate.Process))
        {
            _samples.AddRange(ProcessResources.Of(process.Id).Select(found => new ResourceSample(process.Name, found.Resource, now, found.Amount)));
        }

        _samples.Add(new ResourceSample("the ensemble", ResourceKind.Sessions, now, await stage.Ensemble.Servers[0].GlobalSessionsAsync()));
    }

    private static bool IsSettled(Stage stage) =>
        stage.Master is { Process.Phase: "Leading" }
        && stage.Candidates.All(static candidate => candidate.Process is { HasExited: false, Phase: "Leading" or "Waiting" or "BackingOff" });

    private static long NanosecondsOf(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}

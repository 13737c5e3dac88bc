using System.Diagnostics;
using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>A leader-only service of a node in this process, which notes its runs and can be made to misbehave. Thread-safe.</summary>
internal sealed class RecordingService(string node, string name = "s0") : ILeaderOnlyService
{
    private readonly Lock _lock = new();
    private readonly List<ServiceRun> _runs = [];
    private LeadershipTerm? _term;

    /// <summary>Runs in every start; by default nothing.</summary>
    public Func<LeadershipTerm, Task>? OnStart { get; init; }

    /// <summary>Runs in every stop, before it is noted; by default nothing.</summary>
    public Func<CancellationToken, Task>? OnStop { get; init; }

    /// <summary>How many times a stop was called.</summary>
    public int StopCalls { get; private set; }

    /// <summary>The runs so far, oldest first: a copy.</summary>
    public IReadOnlyList<ServiceRun> Runs
    {
        get
        {
            lock (_lock)
            {
                return [.. _runs];
            }
        }
    }

    /// <inheritdoc/>
    public async Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _runs.Add(new ServiceRun(node, name, term.Number, term.FencingToken, Stopwatch.GetTimestamp(), null));
            _term = term;
        }

        try
        {
            await (OnStart?.Invoke(term) ?? Task.CompletedTask);
        }
        catch
        {
            End();
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            StopCalls++;
        }

        await (OnStop?.Invoke(cancellationToken) ?? Task.CompletedTask);
        End();
    }

    private void End()
    {
        lock (_lock)
        {
            var index = _runs.FindLastIndex(run => run.FencingToken == _term!.FencingToken);
            _runs[index] = _runs[index] with { StoppedAt = Stopwatch.GetTimestamp() };
        }
    }
}

using System.Net.Sockets;

namespace LeaderHosting.Chaos.Node;

/// <summary>A leader-only service that works on the store as long as it runs, and can be made to misbehave.</summary>
internal sealed class WorkingService(ChaosNodeOptions options, Misbehavior misbehavior, EventWriter events) : ILeaderOnlyService
{
    private const string Name = "work";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private LeadershipTerm? _term;
    private CancellationTokenSource? _stopping;
    private Task _work = Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        events.Write($"START {Describe(term)}");
        if (misbehavior.StartThrows)
        {
            events.Write($"STARTFAILED {Describe(term)}");
            throw new InvalidOperationException("The service was told to fail.");
        }

        _term = term;
        _stopping = new CancellationTokenSource();
        _work = WorkAsync(term, _stopping.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var term = _term!;
        events.Write($"STOPPING {Describe(term)}");
        await _stopping!.CancelAsync();
        await _work;
        if (misbehavior.StopHangs)
        {
            events.Write($"HANG {Describe(term)}");
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
        }

        events.Write($"STOP {Describe(term)}");
    }

    private static string Describe(LeadershipTerm term) => $"{term.Number} {term.FencingToken} {Name}";

    /// <summary>Checks the term, then writes: a process that is frozen in between is what the fencing token is for.</summary>
    private async Task WorkAsync(LeadershipTerm term, CancellationToken stopping)
    {
        try
        {
            using var store = new StoreClient(options);
            while (!stopping.IsCancellationRequested)
            {
                if (term.IsValid)
                {
                    await store.WriteAsync(term, stopping);
                }

                await Task.Delay(Pause, stopping);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            // Told to stop, or the harness is going down.
        }
    }
}

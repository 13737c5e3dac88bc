namespace LeaderHosting.TestNode;

/// <summary>A leader-only service that only reports its starts and stops, and can be made to misbehave.</summary>
internal sealed class RecordingService(string name, NodeOptions options, EventWriter events) : ILeaderOnlyService
{
    private int _failures;
    private LeadershipTerm? _term;

    /// <inheritdoc/>
    public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        events.Write($"START {term.Number} {term.FencingToken} {name}");
        if (_failures < options.StartFails)
        {
            _failures++;
            events.Write($"STARTFAILED {term.Number} {term.FencingToken} {name}");
            throw new InvalidOperationException($"{name} was told to fail, for the {_failures}. time.");
        }

        _term = term;
        term.CancellationToken.Register(() => events.Write($"LOST {term.Number} {term.FencingToken} {name}"));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        var term = _term!;
        events.Write($"STOPPING {term.Number} {term.FencingToken} {name}");
        await Task.Delay(options.StopHangs ? Timeout.InfiniteTimeSpan : options.StopTakes, CancellationToken.None);
        events.Write($"STOP {term.Number} {term.FencingToken} {name}");
    }
}

using LeaderHosting.Coordination;

namespace LeaderHosting.Tests.Ensemble;

/// <summary>Keeps a session going that no hub reads the events of.</summary>
internal sealed class EventPump : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<CoordinationConnection> _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _events;

    public EventPump(ICoordinationSession session)
    {
        _events = RunAsync(session);
    }

    /// <summary>The first connection, when it is there.</summary>
    public Task<CoordinationConnection> Connected => _connected.Task;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    private async Task RunAsync(ICoordinationSession session)
    {
        await foreach (var change in session.RunAsync(_end.Token))
        {
            if (change is CoordinationSessionEvent.Connected { Connection: var made })
            {
                _connected.TrySetResult(made);
            }
        }
    }
}

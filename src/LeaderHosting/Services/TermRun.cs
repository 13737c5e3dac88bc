using LeaderHosting.Election;

namespace LeaderHosting.Services;

/// <summary>The leader-only services in one term: started in order, stopped in reverse.</summary>
/// <remarks>
/// <see cref="Start"/> and <see cref="Stop"/> return at once and are called once each, from the election's loop; the services run on the thread pool.
/// </remarks>
internal sealed class TermRun
{
    private readonly IReadOnlyList<ILeaderOnlyService> _services;
    private readonly ElectionTerm _term;
    private readonly TimeSpan _stopBudget;
    private readonly TimeProvider _time;
    private readonly ITermObserver _observer;
    private readonly Stack<ILeaderOnlyService> _started = new();
    private Task _starting = Task.CompletedTask;

    public TermRun(
        IReadOnlyList<ILeaderOnlyService> services, ElectionTerm term, TimeSpan stopBudget, TimeProvider time, ITermObserver observer)
    {
        _services = services;
        _term = term;
        _stopBudget = stopBudget;
        _time = time;
        _observer = observer;
    }

    /// <summary>The term.</summary>
    public ElectionTerm Term => _term;

    /// <summary>Begins to start the services.</summary>
    public void Start() => _starting = Task.Run(StartAsync);

    /// <summary>Ends the term and begins to stop whatever has started.</summary>
    public void Stop()
    {
        var callbacks = _term.EndAsync();
        _ = Task.Run(() => StopAsync(callbacks));
    }

    private async Task StartAsync()
    {
        var began = _time.GetTimestamp();
        foreach (var service in _services)
        {
            if (_term.CancellationToken.IsCancellationRequested)
            {
                return;
            }

            try
            {
                await service.StartAsync(_term, _term.CancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_term.CancellationToken.IsCancellationRequested)
            {
                // Given up because the term had ended: that is what the token is for.
                return;
            }
            catch (LeadershipLostException e) when (IsOfThisTerm(e))
            {
                _observer.FoundLost(_term);
                return;
            }
            catch (Exception e)
            {
                _observer.StartFailed(_term, service, e);
                return;
            }

            _started.Push(service);
            if (service is LeaderBackgroundService { ExecuteTask: { } run })
            {
                _ = ObserveAsync(service, run);
            }
        }

        // A start that paid no heed to the end of its term is no news: what has started is about to be stopped.
        if (!_term.CancellationToken.IsCancellationRequested)
        {
            _observer.Started(_term, _time.GetElapsedTime(began));
        }
    }

    private async Task StopAsync(Task callbacks)
    {
        var began = _time.GetTimestamp();

        // Cancelled when the budget is used up. Its timer tells of the overrun even while a service blocks.
        using var budget = new CancellationTokenSource(_stopBudget, _time);
        using var overrun = budget.Token.UnsafeRegister(static run => ((TermRun)run!).Overrun(), this);

        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_started.TryPop(out var service))
        {
            try
            {
                await service.StopAsync(budget.Token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                _observer.StopFailed(_term, service, e);
            }
        }

        try
        {
            await callbacks.ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            _observer.CallbackFailed(_term, e);
        }

        _observer.Stopped(_term, _time.GetElapsedTime(began));
    }

    private void Overrun() => _observer.Overran(_term, _stopBudget);

    /// <summary>Watches the run of a background service until it ends.</summary>
    private async Task ObserveAsync(ILeaderOnlyService service, Task run)
    {
        try
        {
            await run.ConfigureAwait(false);
            if (!_term.CancellationToken.IsCancellationRequested)
            {
                _observer.RunEnded(_term, service);
            }
        }
        catch (OperationCanceledException) when (_term.CancellationToken.IsCancellationRequested)
        {
            // Stopped, as it should.
        }
        catch (LeadershipLostException e) when (IsOfThisTerm(e))
        {
            _observer.FoundLost(_term);
        }
        catch (Exception e) when (_term.CancellationToken.IsCancellationRequested)
        {
            _observer.StopFailed(_term, service, e);
        }
        catch (Exception e)
        {
            _observer.RunFailed(_term, service, e);
        }
    }

    private bool IsOfThisTerm(LeadershipLostException e) => e.FencingToken == _term.FencingToken;
}

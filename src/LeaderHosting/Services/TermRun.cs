using LeaderHosting.Diagnostics;
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
    private readonly TimeSpan _startPatience;
    private readonly TimeProvider _time;
    private readonly Func<CancellationToken, Task> _ready;
    private readonly ServiceDiagnostics _diagnostics;
    private readonly ITermObserver _observer;
    private readonly Stack<ILeaderOnlyLifecycleService> _begun = new();
    private readonly Stack<ILeaderOnlyService> _started = new();
    private Task _starting = Task.CompletedTask;
    private volatile ILeaderOnlyService? _current;

    /// <param name="services">The services, in their order.</param>
    /// <param name="term">The term.</param>
    /// <param name="stopBudget">How long all of them may take to stop.</param>
    /// <param name="startPatience">How often to tell of a start that goes on and on.</param>
    /// <param name="ready">Waits until the services may start.</param>
    /// <param name="time">The clock.</param>
    /// <param name="diagnostics">Measures and traces them.</param>
    /// <param name="observer">Hears what becomes of them.</param>
    public TermRun(
        IReadOnlyList<ILeaderOnlyService> services,
        ElectionTerm term,
        TimeSpan stopBudget,
        TimeSpan startPatience,
        Func<CancellationToken, Task> ready,
        TimeProvider time,
        ServiceDiagnostics diagnostics,
        ITermObserver observer)
    {
        _services = services;
        _term = term;
        _stopBudget = stopBudget;
        _startPatience = startPatience;
        _ready = ready;
        _time = time;
        _diagnostics = diagnostics;
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
        var token = _term.CancellationToken;
        using var patience = _time.CreateTimer(_ => TellOfSlowStart(began), null, _startPatience, _startPatience);
        await _ready(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        ILeaderOnlyLifecycleService[] lifecycles = [.. _services.OfType<ILeaderOnlyLifecycleService>()];
        var haveStarted = await EachAsync(lifecycles, BeginAsync).ConfigureAwait(false)
            && await EachAsync(_services, StartAsync).ConfigureAwait(false)
            && await EachAsync(lifecycles, service => service.StartedAsync(token)).ConfigureAwait(false);

        // A start that paid no heed to the end of its term is no news: what has started is about to be stopped.
        if (haveStarted && !token.IsCancellationRequested)
        {
            _observer.Started(_term, _time.GetElapsedTime(began));
        }
    }

    private async Task BeginAsync(ILeaderOnlyLifecycleService service)
    {
        await service.StartingAsync(_term, _term.CancellationToken).ConfigureAwait(false);
        _begun.Push(service);
    }

    private async Task StartAsync(ILeaderOnlyService service)
    {
        var token = _term.CancellationToken;
        await _diagnostics.StartAsync(service, () => service.StartAsync(_term, token), token).ConfigureAwait(false);
        _started.Push(service);
        if (service is ILongRunningService { Run: { } run })
        {
            _ = ObserveAsync(service, run);
        }
    }

    /// <summary>Takes a step of the start with each service, in order; false when the start is not to go on.</summary>
    private async Task<bool> EachAsync<T>(IEnumerable<T> services, Func<T, Task> step)
        where T : ILeaderOnlyService
    {
        foreach (var service in services)
        {
            if (_term.CancellationToken.IsCancellationRequested)
            {
                return false;
            }

            if (!_term.IsValid)
            {
                // Frozen between two services, and nobody has been told yet.
                _observer.FoundLost(_term);
                return false;
            }

            _current = service;
            try
            {
                await step(service).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_term.CancellationToken.IsCancellationRequested)
            {
                // Given up because the term had ended: that is what the token is for.
                return false;
            }
            catch (LeadershipLostException e) when (IsOfThisTerm(e))
            {
                _observer.FoundLost(_term);
                return false;
            }
            catch (Exception e)
            {
                _observer.StartFailed(_term, service, e);
                return false;
            }
        }

        return true;
    }

    private async Task StopAsync(Task callbacks)
    {
        var began = _time.GetTimestamp();

        // Cancelled when the budget is used up. Its timer tells of the overrun even while a service blocks.
        using var budget = new CancellationTokenSource(_stopBudget, _time);
        using var overrun = budget.Token.UnsafeRegister(static run => ((TermRun)run!).Overrun(), this);
        var token = budget.Token;

        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EachInReverseAsync(_started.OfType<ILeaderOnlyLifecycleService>(), service => service.StoppingAsync(token)).ConfigureAwait(false);
        await EachInReverseAsync(_started, service => _diagnostics.StopAsync(service, () => service.StopAsync(token))).ConfigureAwait(false);
        await EachInReverseAsync(_begun, service => service.StoppedAsync(token)).ConfigureAwait(false);

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

    /// <summary>Takes a step of the stop with each service, the one that came last first, whatever becomes of it.</summary>
    /// <param name="services">The services; a stack hands them out in this order.</param>
    /// <param name="step">The step.</param>
    private async Task EachInReverseAsync<T>(IEnumerable<T> services, Func<T, Task> step)
        where T : ILeaderOnlyService
    {
        foreach (var service in services)
        {
            _current = service;
            try
            {
                await step(service).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                _observer.StopFailed(_term, service, e);
            }
        }
    }

    private void Overrun() => _observer.Overran(_term, _current, _stopBudget);

    private void TellOfSlowStart(long began)
    {
        if (_current is { } service && !_term.CancellationToken.IsCancellationRequested)
        {
            _observer.StillStarting(_term, service, _time.GetElapsedTime(began));
        }
    }

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

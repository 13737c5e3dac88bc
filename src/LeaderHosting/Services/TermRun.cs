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
    private readonly ILeaderOnlyLifecycleService[] _lifecycles;
    private readonly ElectionTerm _term;
    private readonly TimeSpan _stopBudget;
    private readonly TimeSpan _startPatience;
    private readonly TimeProvider _time;
    private readonly StandbyRunner _standby;
    private readonly ServiceDiagnostics _diagnostics;
    private readonly ITermObserver _observer;
    private Task _starting = Task.CompletedTask;
    private volatile ILeaderOnlyService? _current;
    private long _startBeganAt;

    /// <summary>How many of the lifecycle services have begun, how many of all services have started, and how many lifecycle services are among those: always the first ones.</summary>
    private int _begun;
    private int _started;
    private int _startedLifecycles;

    /// <param name="services">The services, in their order.</param>
    /// <param name="term">The term.</param>
    /// <param name="stopBudget">How long all of them may take to stop.</param>
    /// <param name="startPatience">How often to tell of a start that goes on and on.</param>
    /// <param name="standby">What prepares the services; they are started when none is being prepared any more.</param>
    /// <param name="time">The clock.</param>
    /// <param name="diagnostics">Measures and traces them.</param>
    /// <param name="observer">Hears what becomes of them.</param>
    public TermRun(
        IReadOnlyList<ILeaderOnlyService> services,
        ElectionTerm term,
        TimeSpan stopBudget,
        TimeSpan startPatience,
        StandbyRunner standby,
        TimeProvider time,
        ServiceDiagnostics diagnostics,
        ITermObserver observer)
    {
        _services = services;
        _lifecycles = [.. services.OfType<ILeaderOnlyLifecycleService>()];
        _term = term;
        _stopBudget = stopBudget;
        _startPatience = startPatience;
        _standby = standby;
        _time = time;
        _diagnostics = diagnostics;
        _observer = observer;
    }

    /// <summary>The term.</summary>
    public ElectionTerm Term => _term;

    /// <summary>Begins to start the services.</summary>
    public void Start() => _starting = StartAllAsync();

    /// <summary>Ends the term and begins to stop whatever has started.</summary>
    public void Stop() => _ = StopAllAsync(_term.EndAsync());

    private async Task StartAllAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        _startBeganAt = _time.GetTimestamp();
        var token = _term.CancellationToken;
        using var patience = _time.CreateTimer(static run => ((TermRun)run!).TellOfSlowStart(), this, _startPatience, _startPatience);
        await _standby.WaitForEndAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        var haveStarted = await EachAsync(_lifecycles, static (run, service) => run.BeginAsync(service)).ConfigureAwait(false)
            && await EachAsync(_services, static (run, service) => run.StartAsync(service)).ConfigureAwait(false)
            && await EachAsync(_lifecycles, static (run, service) => service.StartedAsync(run._term.CancellationToken)).ConfigureAwait(false);

        // A start that paid no heed to the end of its term is no news: what has started is about to be stopped.
        if (haveStarted && !token.IsCancellationRequested)
        {
            _observer.Started(_term, _time.GetElapsedTime(_startBeganAt));
        }
    }

    private async Task BeginAsync(ILeaderOnlyLifecycleService service)
    {
        await service.StartingAsync(_term, _term.CancellationToken).ConfigureAwait(false);
        _begun++;
    }

    private async Task StartAsync(ILeaderOnlyService service)
    {
        await _diagnostics.StartAsync(service, _term, _term.CancellationToken).ConfigureAwait(false);
        _started++;
        _startedLifecycles += service is ILeaderOnlyLifecycleService ? 1 : 0;
        if (service is ILongRunningService { Run: { } run })
        {
            _ = ObserveAsync(service, run);
        }
    }

    /// <summary>Takes a step of the start with each service, in order; false when the start is not to go on.</summary>
    private async Task<bool> EachAsync<T>(IReadOnlyList<T> services, Func<TermRun, T, Task> step)
        where T : ILeaderOnlyService
    {
        for (var i = 0; i < services.Count; i++)
        {
            var service = services[i];
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
                await step(this, service).ConfigureAwait(false);
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

    private async Task StopAllAsync(Task callbacks)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

        var began = _time.GetTimestamp();

        // Cancelled when the budget is used up. Its timer tells of the overrun even while a service blocks.
        using var budget = new CancellationTokenSource(_stopBudget, _time);
        using var overrun = budget.Token.UnsafeRegister(static run => ((TermRun)run!).Overrun(), this);
        var token = budget.Token;

        await _starting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await EachInReverseAsync(_lifecycles, _startedLifecycles, static (_, service, ct) => service.StoppingAsync(ct), token).ConfigureAwait(false);
        await EachInReverseAsync(_services, _started, static (run, service, ct) => run._diagnostics.StopAsync(service, ct), token).ConfigureAwait(false);
        await EachInReverseAsync(_lifecycles, _begun, static (_, service, ct) => service.StoppedAsync(ct), token).ConfigureAwait(false);

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

    /// <summary>Takes a step of the stop with each of the first services, the one that came last first, whatever becomes of it.</summary>
    private async Task EachInReverseAsync<T>(IReadOnlyList<T> services, int count, Func<TermRun, T, CancellationToken, Task> step, CancellationToken token)
        where T : ILeaderOnlyService
    {
        for (var i = count - 1; i >= 0; i--)
        {
            var service = services[i];
            _current = service;
            try
            {
                await step(this, service, token).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                _observer.StopFailed(_term, service, e);
            }
        }
    }

    private void Overrun() => _observer.Overran(_term, _current, _stopBudget);

    private void TellOfSlowStart()
    {
        if (_current is { } service && !_term.CancellationToken.IsCancellationRequested)
        {
            _observer.StillStarting(_term, service, _time.GetElapsedTime(_startBeganAt));
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

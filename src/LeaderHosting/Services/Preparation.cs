using LeaderHosting.Election;
using LeaderHosting.Sessions;

namespace LeaderHosting.Services;

/// <summary>One service on warm standby: prepares itself in each stay in the queue, one call at a time.</summary>
/// <remarks><see cref="Begin"/> and <see cref="End"/> are called from the election's loop and never wait.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Whoever holds the token of an ended stay may still look at it; its source owns no timer.")]
internal sealed class Preparation
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly IWarmStandby _service;
    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;
    private CancellationTokenSource? _stay;
    private volatile Task _run = Task.CompletedTask;

    /// <param name="service">The service.</param>
    /// <param name="name">What it is called.</param>
    /// <param name="path">The election path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears of failures.</param>
    public Preparation(IWarmStandby service, string name, string path, TimeProvider time, ElectionLog log)
    {
        _service = service;
        Name = name;
        _path = path;
        _time = time;
        _log = log;
    }

    /// <summary>What the service is called.</summary>
    public string Name { get; }

    /// <summary>Completes, and never fails, when no call is under way and none will be made in this stay.</summary>
    public Task Completion => _run;

    /// <summary>A stay in the queue begins.</summary>
    public void Begin()
    {
        if (_stay is null)
        {
            _stay = new CancellationTokenSource();
            _run = RunAsync(_run, _stay.Token);
        }
    }

    /// <summary>The stay in the queue ends: the call under way is cancelled.</summary>
    public void End()
    {
        if (_stay is { } stay)
        {
            _stay = null;
            _run = EndAsync(_run, stay);
        }
    }

    private async Task RunAsync(Task before, CancellationToken cancellationToken)
    {
        await before.ConfigureAwait(false);
        for (var attempt = 1; !cancellationToken.IsCancellationRequested; attempt++)
        {
            try
            {
                var began = _time.GetTimestamp();

                // On the thread pool even when the implementation blocks before its first await.
                await Task.Run(() => _service.PrepareAsync(cancellationToken), CancellationToken.None).ConfigureAwait(false);
                _log.Prepared(Name, _path, _time.GetElapsedTime(began).TotalMilliseconds);
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var pause = Backoff.Pause(attempt, FirstPause, LongestPause);
                _log.PrepareFailed(e, Name, _path, pause.TotalSeconds);
                await Task.Delay(pause, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Cancels the call, whose callbacks run on the thread pool, and waits for its end.</summary>
    private async Task EndAsync(Task run, CancellationTokenSource stay)
    {
        try
        {
            await stay.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException e)
        {
            _log.PrepareCallbackFailed(e, Name, _path);
        }

        await run.ConfigureAwait(false);
    }
}

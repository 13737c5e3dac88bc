using LeaderHosting.Election;

namespace LeaderHosting.Services;

/// <summary>Lets the services of an election prepare themselves while this node stands in the queue behind another.</summary>
/// <remarks>
/// <see cref="Begin"/> and <see cref="End"/> are called from the election's loop, or when that has ended, and never wait.
/// </remarks>
internal sealed class StandbyRunner
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TellAgainAfter = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;
    private readonly StatusBoard _board;
    private Preparation[] _preparations = [];

    /// <param name="path">The election path.</param>
    /// <param name="time">The clock.</param>
    /// <param name="log">Hears of failures, and of calls that pay no heed to their token.</param>
    /// <param name="board">Shows what a term waits for.</param>
    public StandbyRunner(string path, TimeProvider time, ElectionLog log, StatusBoard board)
    {
        _path = path;
        _time = time;
        _log = log;
        _board = board;
    }

    /// <summary>Takes the services of the election; those on warm standby are the ones that implement <see cref="IWarmStandby"/>.</summary>
    public void Take(IReadOnlyList<ILeaderOnlyService> services)
    {
        List<Preparation>? preparations = null;
        for (var i = 0; i < services.Count; i++)
        {
            if (services[i] is IWarmStandby standby)
            {
                (preparations ??= []).Add(new Preparation(standby, ServiceName.Of(services[i]), _path, _time, _log));
            }
        }

        _preparations = preparations?.ToArray() ?? [];
    }

    /// <summary>This node stands in the queue. To be told so again changes nothing.</summary>
    public void Begin()
    {
        foreach (var preparation in _preparations)
        {
            preparation.Begin();
        }
    }

    /// <summary>This node stands in the queue no longer: what is being prepared is cancelled.</summary>
    public void End()
    {
        foreach (var preparation in _preparations)
        {
            preparation.End();
        }
    }

    /// <summary>Waits until nothing is being prepared any more; after a second the log names what is.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        if (_preparations.Length == 0)
        {
            return;
        }

        var all = Task.WhenAll(_preparations.Select(static p => p.Completion));
        if (all.IsCompleted)
        {
            return;
        }

        var began = _time.GetTimestamp();
        using var patience = _time.CreateTimer(_ => Tell(_time.GetElapsedTime(began)), null, Patience, TellAgainAfter);
        await all.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Tell(TimeSpan elapsed)
    {
        foreach (var preparation in _preparations.Where(static p => !p.Completion.IsCompleted))
        {
            _log.StillPreparing(preparation.Name, elapsed.TotalSeconds, _path);
            _board.SetSlowStart($"{preparation.Name} has not returned from its PrepareAsync for {elapsed.TotalSeconds:0} s.");
        }
    }
}

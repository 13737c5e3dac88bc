namespace LeaderHosting.Election;

/// <summary>Keeps a node that is not fit to lead from standing for election, and lets it come forward when it is.</summary>
/// <remarks>
/// It begins closed: a node has to be seen to be fit before it stands. Two rounds in a row that find a fault close it, so that one slow answer costs nobody its
/// leadership; one round that finds none opens it, since whoever comes forward joins the end of the queue.
/// </remarks>
internal sealed class CandidacyGate : IDisposable
{
    private const int FaultsToClose = 2;

    private readonly ElectionSettings _settings;
    private readonly ICandidacyProbe _probe;
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;
    private readonly StatusBoard _board;
    private readonly Action<ElectionInput> _post;
    private readonly CancellationTokenSource _ending = new();
    private bool _isOpen;
    private bool _isTold;
    private int _faults;

    public CandidacyGate(
        ElectionSettings settings, ICandidacyProbe probe, TimeProvider time, ElectionLog log, StatusBoard board, Action<ElectionInput> post)
    {
        _settings = settings;
        _probe = probe;
        _time = time;
        _log = log;
        _board = board;
        _post = post;
        _board.SetUnfit("The health checks that decide about it have not answered yet.");
    }

    /// <summary>Begins to look, again and again until it is disposed.</summary>
    public void Start() => _ = RunAsync(_ending.Token);

    /// <summary>Looks no more.</summary>
    public void Dispose()
    {
        // Only cancelled: a round that is just ending may still look at its token.
        if (!_ending.IsCancellationRequested)
        {
            _ = _ending.CancelAsync();
        }
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            string? fault;
            try
            {
                fault = await _probe.FindFaultAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                fault = $"The health checks could not be run: {e.Message}";
            }

            Judge(fault);
            await Task.Delay(_settings.CandidacyHealthInterval, _time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Judge(string? fault)
    {
        if (fault is null)
        {
            _faults = 0;
            if (!_isOpen)
            {
                Open();
            }

            return;
        }

        _faults++;
        if (_isOpen && _faults < FaultsToClose)
        {
            return;
        }

        _board.SetUnfit(fault);
        if (!_isTold)
        {
            _log.Unfit(_settings.NodeName, _settings.Path, fault);
            _isTold = true;
        }

        if (_isOpen)
        {
            _isOpen = false;
            _post(new ElectionInput.StandBack(Holds.Unfit));
        }
    }

    private void Open()
    {
        if (_isTold)
        {
            _log.Fit(_settings.NodeName, _settings.Path);
        }

        _isOpen = true;
        _isTold = false;
        _board.SetUnfit(null);
        _post(new ElectionInput.ComeForward(Holds.Unfit));
    }
}

namespace LeaderHosting.Sessions;

/// <summary>
/// How many operations may travel together. A connection may have broken under a request because that or its answer was longer than one of the two sides allows. Nobody says so,
/// and those who ask again must not break every connection: with each that is lost under a request longer than any that was answered, half as many travel together.
/// </summary>
/// <remarks>Most connections break for other reasons, so the bound grows again while it is in the way and all goes well. Thread-safe.</remarks>
internal sealed class BatchBound
{
    private const int FirstPatience = 16;
    private const int MostPatience = 4096;

    private readonly Lock _lock = new();
    private readonly int _limit;
    private int _operations;
    private int _losses;
    private int _proven;
    private int _cutAnswered;
    private int _patience = FirstPatience;
    private bool _hasGrown;

    /// <param name="limit">How many may travel together at most.</param>
    public BatchBound(int limit)
    {
        _limit = limit;
        _operations = limit;
    }

    /// <summary>How many operations may travel together now.</summary>
    public int Operations
    {
        get
        {
            lock (_lock)
            {
                return _operations;
            }
        }
    }

    /// <summary>How many losses have counted. Ask before a request is sent.</summary>
    public int Losses
    {
        get
        {
            lock (_lock)
            {
                return _losses;
            }
        }
    }

    /// <summary>A request was answered, so that one of its length does not break the connection.</summary>
    /// <param name="operations">How many operations it carried.</param>
    public void OnAnswered(int operations)
    {
        lock (_lock)
        {
            _proven = Math.Max(_proven, operations);
        }
    }

    /// <summary>A request was answered that would have carried more, had the bound allowed it. After so many the bound is doubled.</summary>
    public void OnCutAnswered()
    {
        lock (_lock)
        {
            if (++_cutAnswered >= _patience)
            {
                _cutAnswered = 0;
                _hasGrown = _operations < _limit;
                _operations = Math.Min(_limit, 2 * _operations);
            }
        }
    }

    /// <summary>A request was lost with its connection.</summary>
    /// <param name="operations">How many operations it carried.</param>
    /// <param name="lossesBefore"><see cref="Losses"/> when it was sent: of all that are lost with one connection the first counts, whose answer came next.</param>
    public void OnLost(int operations, int lossesBefore)
    {
        lock (_lock)
        {
            if (lossesBefore != _losses)
            {
                return;
            }

            _losses++;
            if (operations <= _proven)
            {
                // Hardly to blame, but answers grow: the next one counts.
                _proven = 0;
            }
            else
            {
                Halve(operations);
            }
        }
    }

    private void Halve(int operations)
    {
        _operations = Math.Max(1, Math.Min(_operations, operations / 2));
        _cutAnswered = 0;
        if (_hasGrown)
        {
            // It was right before it grew: try that less often.
            _patience = Math.Min(MostPatience, 2 * _patience);
            _hasGrown = false;
        }
    }
}

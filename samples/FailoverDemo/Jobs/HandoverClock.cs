namespace FailoverDemo.Jobs;

/// <summary>Measures how long it takes until somebody runs jobs again after the master was disturbed. Not thread-safe.</summary>
/// <param name="start">When the nodes were started: the first master is measured from there.</param>
internal sealed class HandoverClock(DateTimeOffset start)
{
    private JobRecord? _last;
    private (string Cause, DateTimeOffset Time)? _disturbance;

    /// <summary>The node that ran the newest job.</summary>
    public string? Master => _last?.Node;

    /// <summary>Something is being done to the master. The first thing counts until there is a new one.</summary>
    public void Disturb(string cause, DateTimeOffset time) => _disturbance ??= (cause, time);

    /// <summary>What was done to the master has been undone before anybody took over.</summary>
    public void Calm() => _disturbance = null;

    /// <summary>Adds a job; they come in the order of time.</summary>
    /// <returns>The handover that it completes, if it is the first job of a new term.</returns>
    public Handover? Add(JobRecord job)
    {
        if (job.Token <= _last?.Token)
        {
            _last = job.Token == _last.Token ? job : _last;
            return null;
        }

        var from = _disturbance?.Time ?? _last?.Time ?? start;
        var handover = new Handover(_disturbance?.Cause, _last?.Node, job.Node, job.Term, job.Token, job.Time - from);
        _last = job;
        _disturbance = null;
        return handover;
    }
}

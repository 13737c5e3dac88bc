namespace LeaderHosting;

/// <summary>What happens when leader-only services have not stopped within their budget, so that another node may soon lead beside them.</summary>
public enum StopOverrunBehavior
{
    /// <summary>Stop the host, as the Generic Host does when a background service fails. The default.</summary>
    StopHost = 0,

    /// <summary>End the process at once (<see cref="Environment.FailFast(string?)"/>): nothing of the old term can go on.</summary>
    FailFast = 1,

    /// <summary>Only log it and report Unhealthy. The fencing token is then the only protection.</summary>
    Log = 2,
}

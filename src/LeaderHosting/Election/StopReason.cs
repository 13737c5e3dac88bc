namespace LeaderHosting.Election;

/// <summary>Why a term ends.</summary>
internal enum StopReason
{
    /// <summary>The application asked for it.</summary>
    Resigned = 0,

    /// <summary>The host is shutting down.</summary>
    Shutdown,

    /// <summary>Only the stop budget was left of the lease.</summary>
    LeaseRanThin,

    /// <summary>The session is over.</summary>
    SessionLost,

    /// <summary>Somebody deleted this candidate's znode, or the election path.</summary>
    CandidateDeleted,

    /// <summary>A service failed to start.</summary>
    StartFailed,

    /// <summary>A service failed while it ran.</summary>
    ServiceFailed,

    /// <summary>A candidate is there that is preferred: by its priority, or as the newest.</summary>
    PreferredCandidate,

    /// <summary>The application has paused the candidacy.</summary>
    Paused,

    /// <summary>A health check that the candidacy depends on has failed.</summary>
    Unfit,

    /// <summary>This node leads more than its share of the elections that are spread, and gives this one up.</summary>
    Spread,
}

namespace LeaderHosting.Chaos.Faults;

/// <summary>What can be done to a run. Candidates, servers and links may suffer several at once.</summary>
internal enum FaultKind
{
    /// <summary>A candidate is killed (SIGKILL) and restarted.</summary>
    KillCandidate,

    /// <summary>A candidate is shut down in good order (SIGTERM) and restarted.</summary>
    TerminateCandidate,

    /// <summary>A candidate is frozen (SIGSTOP), for less or more than a session timeout.</summary>
    FreezeCandidate,

    /// <summary>A candidate and all servers can't reach each other.</summary>
    CutCandidate,

    /// <summary>Packets are lost in one direction between a candidate and all servers.</summary>
    CutCandidateOneWay,

    /// <summary>A candidate and one server can't reach each other.</summary>
    CutCandidateFromServer,

    /// <summary>The links of a candidate are slow.</summary>
    SlowCandidate,

    /// <summary>The links of a candidate lose packets.</summary>
    LossyCandidate,

    /// <summary>The session of a candidate that waits is closed by somebody else.</summary>
    CloseSession,

    /// <summary>The master resigns.</summary>
    Resign,

    /// <summary>The service of the master hangs when it is told to stop.</summary>
    HangStop,

    /// <summary>The service of some nodes throws at the start, while the master resigns.</summary>
    ThrowStart,

    /// <summary>The wall clock of a candidate jumps, and back.</summary>
    JumpClock,

    /// <summary>A server is killed (SIGKILL) and restarted.</summary>
    KillServer,

    /// <summary>A server is shut down (SIGTERM) and restarted.</summary>
    TerminateServer,

    /// <summary>A server is frozen (SIGSTOP).</summary>
    FreezeServer,

    /// <summary>A server and the other servers can't reach each other; its clients still reach it.</summary>
    CutServer,

    /// <summary>The same in one direction.</summary>
    CutServerOneWay,

    /// <summary>The links of a server to the others are slow.</summary>
    SlowServer,

    /// <summary>The links of a server lose packets.</summary>
    LossyServer,

    /// <summary>So many servers are killed, or frozen, that the rest is no quorum.</summary>
    LoseQuorum,
}

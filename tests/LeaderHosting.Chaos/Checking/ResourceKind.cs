namespace LeaderHosting.Chaos.Checking;

/// <summary>What must not become more and more.</summary>
public enum ResourceKind
{
    /// <summary>The resident memory of a process, in KiB.</summary>
    MemoryKiB,

    /// <summary>The open files, sockets and timers of a process.</summary>
    Handles,

    /// <summary>The threads of a process.</summary>
    Threads,

    /// <summary>The sessions that the ensemble keeps.</summary>
    Sessions,
}

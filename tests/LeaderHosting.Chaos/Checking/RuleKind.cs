namespace LeaderHosting.Chaos.Checking;

/// <summary>What every history has to keep to.</summary>
internal enum RuleKind
{
    /// <summary>No two terms overlap in time.</summary>
    Overlap,

    /// <summary>Terms and fencing tokens only grow.</summary>
    Growth,

    /// <summary>Every start has one stop, or the process died.</summary>
    Pairing,

    /// <summary>When the last fault is over, somebody leads within the bound, and every node leads or waits.</summary>
    Stuck,

    /// <summary>Memory, handles, threads and sessions do not become more and more.</summary>
    Leak,
}

namespace LeaderHosting.Bench.Failover.Contenders;

/// <summary>What runs a contender's program.</summary>
internal enum Platform
{
    /// <summary>The .NET runtime.</summary>
    DotNet,

    /// <summary>The .NET runtime, from assemblies published with ReadyToRun.</summary>
    ReadyToRun,

    /// <summary>Nothing: compiled ahead of time.</summary>
    Native,

    /// <summary>A Java virtual machine.</summary>
    Java,

    /// <summary>CPython.</summary>
    Python,
}

namespace LeaderHosting.Chaos.Faults;

/// <summary>Whom a fault is aimed at; found out when it begins.</summary>
internal enum Aim
{
    /// <summary>The one with the fault's number.</summary>
    Anyone,

    /// <summary>The candidate that leads.</summary>
    Master,

    /// <summary>The server that the master is connected to.</summary>
    MastersServer,

    /// <summary>The server that leads the ensemble.</summary>
    EnsembleLeader,
}

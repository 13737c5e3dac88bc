namespace LeaderHosting.Chaos.Faults;

/// <summary>Says what is to be broken.</summary>
internal interface IFaultPlan
{
    /// <summary>The faults of the next round, in the order in which they begin.</summary>
    IReadOnlyList<Fault> NextRound();
}

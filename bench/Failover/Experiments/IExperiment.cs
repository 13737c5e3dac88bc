using LeaderHosting.Bench.Failover.Reporting;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Something to be measured.</summary>
internal interface IExperiment
{
    /// <summary>What the command line calls it.</summary>
    string Name { get; }

    /// <summary>What is measured, in a line.</summary>
    string Description { get; }

    /// <summary>Measures it.</summary>
    Task<ExperimentResult> RunAsync(Bench bench);
}

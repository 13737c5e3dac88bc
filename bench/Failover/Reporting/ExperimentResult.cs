namespace LeaderHosting.Bench.Failover.Reporting;

/// <summary>What an experiment found.</summary>
/// <param name="Experiment">Its name.</param>
/// <param name="Conditions">What it was run with.</param>
/// <param name="Measurements">The figures; of one quantity, the first is what the others are compared with.</param>
/// <param name="Bars">What they have to keep to.</param>
/// <param name="Plots">Drawings.</param>
internal sealed record ExperimentResult(
    string Experiment, string Conditions, IReadOnlyList<Measurement> Measurements, IReadOnlyList<Bar> Bars, IReadOnlyList<Plot> Plots);

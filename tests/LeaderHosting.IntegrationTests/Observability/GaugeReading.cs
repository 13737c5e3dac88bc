using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>What the gauges of two nodes showed at one time, the first node's before the second's.</summary>
public sealed record GaugeReading(
    IReadOnlyList<double> Leader, IReadOnlyList<double> Candidate, IReadOnlyList<double> Connected, IReadOnlyList<double> SessionTimeout, IReadOnlyList<Measured> All)
{
    internal static GaugeReading Of(params IReadOnlyList<MetricRecorder> nodes)
    {
        var all = new List<Measured>();
        return new GaugeReading(Read(InstrumentNames.Leader), Read(InstrumentNames.Candidate), Read(InstrumentNames.Connected), Read(InstrumentNames.SessionTimeout), all);

        List<double> Read(string gauge)
        {
            var measured = nodes.Select(node => Assert.Single(node.Observe(gauge))).ToList();
            all.AddRange(measured);
            return measured.ConvertAll(static m => m.Value);
        }
    }
}

using LeaderHosting.Chaos.Network;

namespace LeaderHosting.Chaos.Faults;

/// <summary>What happens to links.</summary>
internal sealed class LinkFaultActions(Stage stage)
{
    private const double LeastLoss = 0.05;
    private const double MostLoss = 0.5;
    private const double LeastDelayMilliseconds = 10;
    private const double MostDelayMilliseconds = 300;

    /// <summary>Does a fault of links; returns who it was done to, or null when this network can't.</summary>
    public async Task<string?> DisturbAsync(Fault fault, CancellationToken cancellationToken)
    {
        var (side, others) = await SidesAsync(fault);
        var quality = QualityOf(fault);
        var (there, back) = DirectionsOf(fault);

        using var outward = there ? stage.Network.Disturb([side], others, quality) : null;
        using var inward = back ? stage.Network.Disturb(others, [side], quality) : null;
        if (outward is null && inward is null)
        {
            return null;
        }

        var what = $"{side.Name} {(back ? "<" : "")}-{(there ? ">" : "")} {string.Join(',', others.Select(static other => other.Name))}";
        await Task.Delay(fault.Lasts, cancellationToken);
        return what;
    }

    private async Task<(IMachine Side, IReadOnlyList<IMachine> Others)> SidesAsync(Fault fault)
    {
        var servers = stage.Network.Servers;
        switch (fault.Kind)
        {
            case FaultKind.CutCandidateFromServer:
                var candidate = stage.CandidateFor(fault);
                var host = await stage.Ensemble.HostOfAsync(candidate.Machine.Address);
                return (candidate.Machine, [host?.Server.Machine ?? servers[fault.Number % servers.Count]]);
            case FaultKind.CutCandidate or FaultKind.CutCandidateOneWay or FaultKind.SlowCandidate or FaultKind.LossyCandidate:
                return (stage.CandidateFor(fault).Machine, servers);
            default:
                var server = (await stage.ServerForAsync(fault)).Machine;
                return (server, [.. servers.Where(other => other != server)]);
        }
    }

    private static (bool There, bool Back) DirectionsOf(Fault fault) =>
        fault.Kind is FaultKind.CutCandidateOneWay or FaultKind.CutServerOneWay ? (fault.Number % 2 == 0, fault.Number % 2 == 1) : (true, true);

    private static LinkQuality QualityOf(Fault fault) => fault.Kind switch
    {
        FaultKind.SlowCandidate or FaultKind.SlowServer =>
            new LinkQuality(TimeSpan.FromMilliseconds(Scale(fault.Strength, LeastDelayMilliseconds, MostDelayMilliseconds)), 0),
        FaultKind.LossyCandidate or FaultKind.LossyServer => new LinkQuality(TimeSpan.Zero, Scale(fault.Strength, LeastLoss, MostLoss)),
        _ => LinkQuality.Cut,
    };

    private static double Scale(double strength, double least, double most) => least + (strength * (most - least));
}

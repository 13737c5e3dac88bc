namespace LeaderHosting.Chaos.Network;

/// <summary>What happens to packets on a link, in one direction.</summary>
/// <param name="Delay">How long each is under way besides.</param>
/// <param name="Loss">The share of them that is lost, from 0 to 1.</param>
internal readonly record struct LinkQuality(TimeSpan Delay, double Loss)
{
    /// <summary>Nothing gets through.</summary>
    public static LinkQuality Cut => new(TimeSpan.Zero, 1);

    /// <summary>What two faults of one link make together.</summary>
    public LinkQuality And(LinkQuality other) => new(Delay + other.Delay, 1 - ((1 - Loss) * (1 - other.Loss)));
}

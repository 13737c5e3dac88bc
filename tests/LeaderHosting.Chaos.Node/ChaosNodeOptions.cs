namespace LeaderHosting.Chaos.Node;

/// <summary>What the harness tells a candidate; from the configuration section <c>Chaos</c>.</summary>
internal sealed class ChaosNodeOptions
{
    /// <summary>The configuration section.</summary>
    public const string SectionName = "Chaos";

    /// <summary>The path of the store's Unix socket.</summary>
    public string Store { get; set; } = "";

    /// <summary>The name under which this process writes to the store.</summary>
    public string Writer { get; set; } = "";

    /// <summary>The rule of the lease.</summary>
    public LeaseRule Lease { get; set; }
}

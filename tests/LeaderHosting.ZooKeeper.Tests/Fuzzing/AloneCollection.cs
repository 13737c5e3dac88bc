using System.Diagnostics.CodeAnalysis;

namespace LeaderHosting.ZooKeeper.Tests.Fuzzing;

/// <summary>Tests that count what the whole process allocates or leaves behind, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "What xunit calls it.")]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}

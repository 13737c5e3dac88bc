using System.Diagnostics.CodeAnalysis;

namespace LeaderHosting.Tests.Soak;

/// <summary>Tests that count what the whole process holds, and so run while no other does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[SuppressMessage("Naming", "CA1711:Identifiers should not have incorrect suffix", Justification = "What xunit calls it.")]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}

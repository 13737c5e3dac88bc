using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Services;

/// <summary>A node's services x, y and z, registered in this order.</summary>
internal sealed class ThreeServices(Journal journal, string node)
{
    public JournalingService X { get; } = new(journal, node, "x");

    public JournalingService Y { get; } = new(journal, node, "y");

    public JournalingService Z { get; } = new(journal, node, "z");

    public IReadOnlyList<ILeaderOnlyService> InOrder => [X, Y, Z];
}

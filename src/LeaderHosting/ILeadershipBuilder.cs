using Microsoft.Extensions.DependencyInjection;

namespace LeaderHosting;

/// <summary>What <c>AddZooKeeperLeadership</c> returns, for further settings of the same election.</summary>
public interface ILeadershipBuilder
{
    /// <summary>The name of the election; empty for the unnamed one.</summary>
    string Name { get; }

    /// <summary>The services that the election was added to.</summary>
    IServiceCollection Services { get; }
}

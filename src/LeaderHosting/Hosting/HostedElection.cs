using LeaderHosting.Election;

namespace LeaderHosting.Hosting;

/// <summary>An election and what runs while this node leads it.</summary>
/// <param name="Election">The election.</param>
/// <param name="Services">Its services, in their order.</param>
internal sealed record HostedElection(ElectionParticipant Election, IReadOnlyList<ILeaderOnlyService> Services);

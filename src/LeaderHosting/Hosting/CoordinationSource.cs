using LeaderHosting.Coordination;

namespace LeaderHosting.Hosting;

/// <summary>Where the sessions of an election come from.</summary>
/// <param name="Name">The name of the election; <see langword="null"/>: all elections.</param>
/// <param name="Create">Makes what makes the sessions.</param>
internal sealed record CoordinationSource(string? Name, Func<CoordinationFactoryContext, ICoordinationSessionFactory> Create);

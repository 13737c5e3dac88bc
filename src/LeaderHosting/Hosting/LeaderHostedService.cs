namespace LeaderHosting.Hosting;

/// <summary>A hosted service that was given to an election.</summary>
/// <param name="ServiceType">Its class.</param>
/// <param name="Election">The name of the election; empty for the unnamed one.</param>
internal sealed record LeaderHostedService(Type ServiceType, string Election);

using Microsoft.Extensions.DependencyInjection;

namespace LeaderHosting.Hosting;

internal sealed record LeadershipBuilder(string Name, IServiceCollection Services) : ILeadershipBuilder;

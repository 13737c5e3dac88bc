using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;
using Microsoft.Extensions.DependencyInjection;

namespace LeaderHosting.Tests.Hosting;

/// <summary>Another client is put under the election.</summary>
public sealed class UseCoordinationTests
{
    [Fact]
    public void The_election_takes_its_sessions_from_the_factory()
    {
        var network = new FakeSessionFactory(new InMemoryEnsemble(LeaseTimeProvider.Instance), LeaseTimeProvider.Instance);
        var builder = TestHost.CreateBuilder();
        builder.Services.AddZooKeeperLeadership().UseCoordination((_, _) => network);

        using var host = builder.Build();

        Assert.Same(network, Assert.Single(host.Services.GetServices<ICoordinationSessionFactory>()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_factory_is_given_the_clock_of_the_lease(bool applicationHasItsOwn)
    {
        var own = new ManualTimeProvider();
        TimeProvider? given = null;
        var builder = TestHost.CreateBuilder();
        if (applicationHasItsOwn)
        {
            builder.Services.AddSingleton<TimeProvider>(own);
        }

        builder.Services.AddZooKeeperLeadership().UseCoordination((_, clock) =>
        {
            given = clock;
            return new FakeSessionFactory(new InMemoryEnsemble(clock), clock);
        });
        using var host = builder.Build();
        host.Services.GetRequiredService<ICoordinationSessionFactory>();

        Assert.Same(applicationHasItsOwn ? own : LeaseTimeProvider.Instance, given);
    }
}

using LeaderHosting.Coordination;
using LeaderHosting.Hosting;
using LeaderHosting.Lease;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Tests.Hosting;

/// <summary>Another client is put under the election.</summary>
public sealed class UseCoordinationTests
{
    [Fact]
    public async Task The_election_takes_its_sessions_from_the_factory()
    {
        var network = new FakeSessionFactory(new InMemoryEnsemble(LeaseTimeProvider.Instance), LeaseTimeProvider.Instance);
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "zk1"));
        builder.Services.AddZooKeeperLeadership().UseCoordination(_ => network);
        using var host = builder.Build();

        await host.StartAsync();
        await host.Services.GetRequiredService<ILeadership>().WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);

        Assert.Single(network.Sessions);
        await host.StopAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_factory_is_given_the_clock_of_the_lease_and_the_settings_of_the_election(bool ofATest)
    {
        var own = new ManualTimeProvider();
        CoordinationFactoryContext? given = null;
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "zk1"));
        if (ofATest)
        {
            builder.Services.AddSingleton(new LeadershipClock(own));
        }

        builder.Services.AddZooKeeperLeadership().UseCoordination(context =>
        {
            given = context;
            return new FakeSessionFactory(new InMemoryEnsemble(context.Clock), context.Clock);
        });
        using var host = builder.Build();
        host.Services.GetRequiredService<ILeadership>();

        Assert.Same(ofATest ? own : LeaseTimeProvider.Instance, given!.Clock);
        Assert.Equal("zk1", given.Options.ConnectionString);
    }
}

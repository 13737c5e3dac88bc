using LeaderHosting.Services;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Tests.Hosting;

/// <summary>What the builder of an election registers.</summary>
public sealed class LeadershipBuilderExtensionsTests
{
    [Fact]
    public void Services_of_all_kinds_run_in_the_order_in_which_they_were_added()
    {
        var builder = TestHost.CreateBuilder();
        var election = builder.Services.AddZooKeeperLeadership()
            .AddService<Named>()
            .AddHostedService<Worker>()
            .AddService(static _ => new Other());
        builder.Services.AddSingleton<ILeaderOnlyService>(new Other());
        election.AddHostedService(static _ => new SecondWorker());
        using var host = builder.Build();

        Assert.Equal(
            ["Named", "Worker", "Other", "Other", "SecondWorker"],
            host.Services.GetServices<ILeaderOnlyService>().Select(ServiceName.Of));
    }

    [Fact]
    public void A_service_of_a_named_election_can_take_its_name_and_its_leadership()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "zk1"));
        builder.Services.AddZooKeeperLeadership("billing").AddService<Named>().AddService<ByName>().AddService<OfItsElection>();
        using var host = builder.Build();

        var services = host.Services.GetKeyedServices<ILeaderOnlyService>("billing").ToList();
        var billing = host.Services.GetRequiredKeyedService<ILeadership>("billing");

        Assert.Empty(host.Services.GetServices<ILeaderOnlyService>());
        Assert.Equal("billing", Assert.IsType<Named>(services[0]).Name);
        Assert.Same(billing, Assert.IsType<ByName>(services[1]).Leadership);
        Assert.Same(billing, Assert.IsType<OfItsElection>(services[2]).Leadership);
    }

    [Fact]
    public void The_same_class_on_two_elections_is_two_services()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddZooKeeperLeadership("billing").AddService<Named>().AddHostedService<Worker>();
        builder.Services.AddZooKeeperLeadership("mail").AddService<Named>().AddHostedService<Worker>();
        builder.Services.AddZooKeeperLeadership().AddService<Named>().AddHostedService<Worker>();
        using var host = builder.Build();

        ILeaderOnlyService[] all =
        [
            .. host.Services.GetKeyedServices<ILeaderOnlyService>("billing"),
            .. host.Services.GetKeyedServices<ILeaderOnlyService>("mail"),
            .. host.Services.GetServices<ILeaderOnlyService>(),
        ];

        Assert.Equal(6, all.Distinct().Count());
        Assert.Equal(["billing", "mail", null], all.OfType<Named>().Select(static s => s.Name));
    }

    [Fact]
    public void A_factory_may_hand_out_what_the_container_has()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddSingleton<Other>();
        builder.Services.AddZooKeeperLeadership("billing").AddService(static services => services.GetRequiredService<Other>());
        using var host = builder.Build();

        Assert.Same(host.Services.GetRequiredService<Other>(), host.Services.GetRequiredKeyedService<ILeaderOnlyService>("billing"));
    }

    [Fact]
    public void A_hosted_service_that_is_added_twice_runs_once()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddZooKeeperLeadership("billing").AddHostedService<Worker>().AddHostedService<Worker>().AddHostedService(static _ => new Worker());
        using var host = builder.Build();

        Assert.Single(host.Services.GetKeyedServices<ILeaderOnlyService>("billing"));
    }

    [Fact]
    public void A_hosted_service_that_prepares_is_refused_since_nothing_would_find_what_it_prepared()
    {
        var election = TestHost.CreateBuilder().Services.AddZooKeeperLeadership();
        var before = election.Services.Count;

        var error = Assert.Throws<ArgumentException>(election.AddHostedService<PreparedWorker>);

        Assert.StartsWith("PreparedWorker implements IWarmStandby", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, election.Services.Count);
    }

    [Fact]
    public void A_term_cannot_be_taken_outside_of_one()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddZooKeeperLeadership().AddHostedService<Worker>();
        using var host = builder.Build();
        using var scope = host.Services.CreateScope();

        var error = Assert.Throws<InvalidOperationException>(scope.ServiceProvider.GetRequiredService<LeadershipTerm>);

        Assert.Contains("take ILeadership and look at its CurrentTerm", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Worker was added to the election and to the host as well")]
    [InlineData("billing", "Worker was added to the election 'billing' and to the host as well")]
    public async Task One_that_was_added_to_the_host_as_well_is_warned_of(string election, string warning)
    {
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", "memory"), ("ZooKeeperLeadership:ElectionPath", "/shop"));
        var logs = builder.AddLogs();
        builder.AddEnsembleInMemory();
        builder.Services.AddHostedService<SecondWorker>();
        var added = election.Length == 0 ? builder.Services.AddZooKeeperLeadership() : builder.Services.AddZooKeeperLeadership(election);
        added.AddHostedService<Worker>().AddHostedService<ThirdWorker>();
        builder.Services.AddHostedService<Worker>();
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        var entry = Assert.Single(logs.WithEventId(5050));
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.StartsWith(warning, entry.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Arguments_are_checked()
    {
        var election = TestHost.CreateBuilder().Services.AddZooKeeperLeadership();

        Assert.Throws<ArgumentNullException>(() => LeadershipBuilderExtensions.AddService<Other>(null!));
        Assert.Throws<ArgumentNullException>(() => election.AddService((Func<IServiceProvider, Other>)null!));
        Assert.Throws<ArgumentNullException>(() => LeadershipBuilderExtensions.AddHostedService<Worker>(null!));
        Assert.Throws<ArgumentNullException>(() => election.AddHostedService((Func<IServiceProvider, Worker>)null!));
    }

    private class Other : ILeaderOnlyService
    {
        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class Named([ServiceKey] string? name = null) : Other
    {
        public string? Name => name;
    }

    private sealed class ByName([FromKeyedServices("billing")] ILeadership leadership) : Other
    {
        public ILeadership Leadership => leadership;
    }

    private sealed class OfItsElection([FromKeyedServices] ILeadership leadership) : Other
    {
        public ILeadership Leadership => leadership;
    }

    private class Worker : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(Timeout.Infinite, stoppingToken);
    }

    private sealed class SecondWorker : Worker;

    private sealed class ThirdWorker : Worker;

    private sealed class PreparedWorker : Worker, IWarmStandby
    {
        public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}

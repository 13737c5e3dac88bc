using System.Collections.Concurrent;
using LeaderHosting.Services;
using LeaderHosting.TestKit;
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

    [Theory]
    [InlineData("")]
    [InlineData("billing")]
    public void A_service_that_is_added_twice_runs_once(string election)
    {
        var builder = TestHost.CreateBuilder();
        AddElection(builder, election).AddService<Named>().AddService(static _ => new Named("second")).AddService<Other>();
        AddElection(builder, election).AddService<Named>();
        using var host = builder.Build();

        Assert.Equal(["Named", "Other"], host.Services.GetKeyedServices<ILeaderOnlyService>(KeyOf(election)).Select(ServiceName.Of));
    }

    [Theory]
    [InlineData("")]
    [InlineData("billing")]
    public void Of_two_factories_for_a_class_the_first_counts(string election)
    {
        var builder = TestHost.CreateBuilder();
        AddElection(builder, election).AddService(static _ => new Named("first")).AddService(static _ => new Named("second")).AddService<Named>();
        using var host = builder.Build();

        var service = Assert.Single(host.Services.GetKeyedServices<ILeaderOnlyService>(KeyOf(election)));
        Assert.Equal("first", Assert.IsType<Named>(service).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("billing")]
    public void Factories_that_name_no_class_are_all_added(string election)
    {
        var builder = TestHost.CreateBuilder();
        AddElection(builder, election).AddService<ILeaderOnlyService>(static _ => new Named("first")).AddService<ILeaderOnlyService>(static _ => new Named("second"));
        using var host = builder.Build();

        Assert.Equal(["first", "second"], host.Services.GetKeyedServices<ILeaderOnlyService>(KeyOf(election)).Cast<Named>().Select(static s => s.Name));
    }

    [Fact]
    public void One_that_the_container_has_for_the_election_is_not_added_again()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddSingleton<ILeaderOnlyService, Named>();
        builder.Services.AddKeyedSingleton<ILeaderOnlyService, Named>("billing");
        builder.Services.AddZooKeeperLeadership().AddService<Named>();
        builder.Services.AddZooKeeperLeadership("billing").AddService<Named>();
        using var host = builder.Build();

        Assert.Single(host.Services.GetServices<ILeaderOnlyService>());
        Assert.Single(host.Services.GetKeyedServices<ILeaderOnlyService>("billing"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("billing")]
    public async Task Two_libraries_may_add_to_one_election_and_run_what_both_add_once(string election)
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        builder.AddEnsembleInMemory();
        var started = new ConcurrentQueue<string>();
        builder.Services.AddSingleton(started);
        AddElection(builder, election).AddService<Starting>().AddHostedService<StartingWorker>();
        AddElection(builder, election).AddService<Starting>().AddHostedService<StartingWorker>().AddService<StartingLast>();
        using var host = builder.Build();

        await host.StartAsync();
        await Eventually.TrueAsync(() => started.Contains(nameof(StartingLast)), "all services to start");
        await host.StopAsync();

        Assert.Equal([nameof(Starting), nameof(StartingWorker), nameof(StartingLast)], started);
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
        AddElection(builder, election).AddHostedService<Worker>().AddHostedService<ThirdWorker>();
        builder.Services.AddHostedService<Worker>();
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        var entry = Assert.Single(logs.WithEventId(5050));
        Assert.Equal(LogLevel.Warning, entry.Level);
        Assert.StartsWith(warning, entry.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the election")]
    [InlineData("billing", "the election 'billing'")]
    public async Task A_factory_that_is_not_used_is_warned_of(string election, string name)
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        var logs = builder.AddLogs();
        builder.AddEnsembleInMemory();
        AddElection(builder, election)
            .AddService(static _ => new Named("first")).AddService(static _ => new Named("second")).AddService(static _ => new Named("third"))
            .AddHostedService<Worker>().AddHostedService(static _ => new Worker());
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        var warnings = logs.WithEventId(5056);
        Assert.All(warnings, static entry => Assert.Equal(LogLevel.Warning, entry.Level));
        Assert.Collection(
            warnings.Select(static entry => entry.Message),
            message => Assert.StartsWith($"Named was added to {name} once more, with a factory that is never called", message, StringComparison.Ordinal),
            message => Assert.StartsWith($"Worker was added to {name} once more, with a factory that is never called", message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_warned_of_where_every_factory_is_used_and_a_class_is_only_named_again()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        var logs = builder.AddLogs();
        builder.AddEnsembleInMemory();
        foreach (var election in new[] { "", "billing" })
        {
            AddElection(builder, election).AddService(static _ => new Named("first")).AddService<Named>()
                .AddHostedService(static _ => new Worker()).AddHostedService<Worker>();
        }

        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        Assert.Empty(logs.WithEventId(5056));
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

    private static ILeadershipBuilder AddElection(HostApplicationBuilder builder, string election) =>
        KeyOf(election) is null ? builder.Services.AddZooKeeperLeadership() : builder.Services.AddZooKeeperLeadership(election);

    private static string? KeyOf(string election) => election.Length == 0 ? null : election;

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

    private class Starting(ConcurrentQueue<string> started) : ILeaderOnlyService
    {
        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            started.Enqueue(GetType().Name);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    private sealed class StartingLast(ConcurrentQueue<string> started) : Starting(started);

    private sealed class StartingWorker(ConcurrentQueue<string> started) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            started.Enqueue(nameof(StartingWorker));
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
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

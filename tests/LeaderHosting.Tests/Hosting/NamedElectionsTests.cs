using LeaderHosting.Lease;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Tests.Hosting;

/// <summary>Several elections in one host, in real time.</summary>
public sealed class NamedElectionsTests
{
    private readonly Journal _journal = new(TimeProvider.System);

    [Fact]
    public async Task Each_runs_its_own_services_and_all_share_one_session()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        var network = builder.AddEnsembleInMemory();
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton<ILeaderOnlyService>(new JournalingService(_journal, "unnamed"));
        foreach (var name in new[] { "billing", "mail" })
        {
            builder.Services.AddZooKeeperLeadership(name);
            builder.Services.AddKeyedSingleton<ILeaderOnlyService>(name, new JournalingService(_journal, name));
        }

        using var host = builder.Build();
        await host.StartAsync();
        foreach (var leadership in new[] { host.Services.GetRequiredService<ILeadership>(), Leadership(host, "billing"), Leadership(host, "mail") })
        {
            await leadership.WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        }

        await Eventually.TrueAsync(() => _journal.Lines.Count(static l => l.EndsWith(" starts", StringComparison.Ordinal)) == 3, "all services to start");
        Assert.Single(network.Sessions);
        Assert.Equal("billing", Leadership(host, "billing").Status.Name);
        Assert.Equal("/leadership/shop:billing", Leadership(host, "billing").Status.ElectionPath);

        await Leadership(host, "mail").ResignAsync();
        Assert.True(Leadership(host, "billing").IsLeader);

        await host.StopAsync();
        Assert.Contains("billing stopped", _journal.Lines);
        Assert.Contains("unnamed stopped", _journal.Lines);
        Assert.Equal(LeadershipPhase.Closed, Leadership(host, "billing").Status.Phase);
        Assert.True(network.Current.IsClosed);
    }

    [Fact]
    public async Task Another_session_timeout_takes_another_session()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        var network = builder.AddEnsembleInMemory();
        builder.Services.AddZooKeeperLeadership("billing");
        builder.Services.AddZooKeeperLeadership("mail", static o => o.SessionTimeout = TimeSpan.FromSeconds(20));

        using var host = builder.Build();
        await host.StartAsync();
        await Leadership(host, "billing").WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        await Leadership(host, "mail").WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);

        Assert.Equal(2, network.Sessions.Count);
        await host.StopAsync();
    }

    [Fact]
    public async Task Each_can_have_a_client_of_its_own()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        var common = builder.AddEnsembleInMemory();
        var own = new FakeSessionFactory(new InMemoryEnsemble(LeaseTimeProvider.Instance), LeaseTimeProvider.Instance);
        builder.Services.AddZooKeeperLeadership("billing");
        builder.Services.AddZooKeeperLeadership("mail").UseCoordination(_ => own);

        using var host = builder.Build();
        await host.StartAsync();
        await Leadership(host, "billing").WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        await Leadership(host, "mail").WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);

        Assert.Single(common.Sessions);
        Assert.Single(own.Sessions);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_thousand_stand_in_few_requests_and_are_proved_together()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        var network = builder.AddEnsembleInMemory();
        var names = Enumerable.Range(0, 1000).Select(static i => $"shard-{i}").ToList();
        names.ForEach(name => builder.Services.AddZooKeeperLeadership(name));

        using var host = builder.Build();
        await host.StartAsync();
        foreach (var name in names)
        {
            await Leadership(host, name).WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        }

        Assert.Single(network.Sessions);
        await Eventually.TrueAsync(
            () => network.Requests.Any(static r => r.IsProof && r.Operations.Count == 64), "a proof that checks many candidates");
        await host.StopAsync();
        Assert.All(names, name => Assert.Equal(LeadershipPhase.Closed, Leadership(host, name).Status.Phase));
    }

    [Fact]
    public void Settings_are_its_own_on_top_of_the_shared_ones()
    {
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", "zk1"),
            ("ZooKeeperLeadership:ElectionPath", "/shop/leader"),
            ("ZooKeeperLeadership:NodeName", "web1"),
            ("ZooKeeperLeadership:SessionTimeout", "00:00:20"),
            ("ZooKeeperLeadership:Spread", "true"),
            ("ZooKeeperLeadership:Elections:billing:Spread", "false"),
            ("ZooKeeperLeadership:Elections:billing:ElectionPath", "/shop/billing"),
            ("ZooKeeperLeadership:Elections:billing:SessionTimeout", "00:00:05"));
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddZooKeeperLeadership("billing", static o => o.NodeName += "-b");
        builder.Services.AddZooKeeperLeadership("mail");
        using var host = builder.Build();
        var options = host.Services.GetRequiredService<IOptionsMonitor<ZooKeeperLeadershipOptions>>();

        Assert.Equal("/shop/leader", options.CurrentValue.ElectionPath);
        Assert.Equal(TimeSpan.FromSeconds(20), options.CurrentValue.SessionTimeout);

        Assert.Equal("zk1", options.Get("billing").ConnectionString);
        Assert.Equal("/shop/billing", options.Get("billing").ElectionPath);
        Assert.Equal("web1-b", options.Get("billing").NodeName);
        Assert.Equal(TimeSpan.FromSeconds(5), options.Get("billing").SessionTimeout);

        Assert.False(options.Get("billing").Spread);
        Assert.True(options.Get("mail").Spread);
        Assert.Equal("/leadership/shop:mail", options.Get("mail").ElectionPath);
        Assert.Equal(TimeSpan.FromSeconds(20), options.Get("mail").SessionTimeout);
    }

    [Fact]
    public void A_section_of_its_own_stands_alone()
    {
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:SessionTimeout", "00:00:20"), ("Billing:ConnectionString", "zk9"));
        builder.Services.AddZooKeeperLeadership("billing", builder.Configuration.GetSection("Billing"));
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptionsMonitor<ZooKeeperLeadershipOptions>>().Get("billing");

        Assert.Equal("zk9", options.ConnectionString);
        Assert.Equal(TimeSpan.FromSeconds(10), options.SessionTimeout);
    }

    [Theory]
    [InlineData("ZooKeeperLeadership:Elections:biling:NodeName", "web1",
        "ZooKeeperLeadership:Elections:biling holds settings of an election that is not added; call AddZooKeeperLeadership(\"biling\"). Added are billing.")]
    [InlineData("ZooKeeperLeadership:Elections:billing:ElectionPath", "x", "ZooKeeperLeadership:Elections:billing:ElectionPath must be an absolute path")]
    [InlineData("ZooKeeperLeadership:SessionTimeout", "2:00:00", "ZooKeeperLeadership:SessionTimeout must be between 00:00:01 and 01:00:00")]
    [InlineData("ZooKeeperLeadership:Elections:billing:SessionTimeout", "2:00:00", "ZooKeeperLeadership:Elections:billing:SessionTimeout must be between")]
    [InlineData("ZooKeeperLeadership:Elections:billing:NodNam", "x", "ZooKeeperLeadership:Elections:billing:NodNam is no setting of an election")]
    [InlineData("ZooKeeperLeadership:ConnectionString", "", "ZooKeeperLeadership:ConnectionString is missing")]
    [InlineData("ZooKeeperLeadership:Elections:billing:Spread", "evenly", "ZooKeeperLeadership:Elections:billing:Spread must be true or false")]
    public async Task A_fault_is_told_with_the_key_that_holds_it(string key, string value, string says)
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "zk1"));
        builder.Configuration[key] = value;
        builder.Services.AddZooKeeperLeadership("billing");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_of_an_election_that_is_not_added_is_warned_of()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        builder.AddEnsembleInMemory();
        var logs = builder.AddLogs();
        builder.Services.AddZooKeeperLeadership("billing");
        builder.Services.AddKeyedSingleton<ILeaderOnlyService>("billing", new JournalingService(_journal, "right"));
        builder.Services.AddKeyedSingleton<ILeaderOnlyService>("biling", new JournalingService(_journal, "misspelt"));
        builder.Services.AddSingleton<ILeaderOnlyService>(_ => new JournalingService(_journal, "without a name"));
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        Assert.Equal(
            [
                "JournalingService is registered as a leader-only service of 'biling', which is not added, so it never runs. "
                + "Added with AddZooKeeperLeadership are: 'billing'.",
                "What a factory makes is registered as a leader-only service of the unnamed election, which is not added, so it never runs. "
                + "Added with AddZooKeeperLeadership are: 'billing'.",
            ],
            logs.WithEventId(5055).Select(static entry => entry.Message));
    }

    [Fact]
    public async Task No_service_is_warned_of_when_its_election_is_added()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        builder.AddEnsembleInMemory();
        var logs = builder.AddLogs();
        builder.Services.AddZooKeeperLeadership().AddService(_ => new JournalingService(_journal, "unnamed"));
        builder.Services.AddZooKeeperLeadership("billing").AddService(_ => new JournalingService(_journal, "named"));
        using var host = builder.Build();

        await host.StartAsync();
        await host.StopAsync();

        Assert.Empty(logs.WithEventId(5055));
    }

    [Fact]
    public async Task The_faults_of_all_elections_are_told_at_once_and_shared_ones_once()
    {
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", "zk1"),
            ("ZooKeeperLeadership:Priority", "high"),
            ("ZooKeeperLeadership:Elections:billing:Spread", "evenly"),
            ("ZooKeeperLeadership:Elections:mail:StopBudget", "1:00:00"));
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddZooKeeperLeadership("billing");
        builder.Services.AddZooKeeperLeadership("mail");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Collection(
            error.Message.Split(Environment.NewLine),
            static line => Assert.StartsWith("ZooKeeperLeadership:Priority must be a whole number", line, StringComparison.Ordinal),
            static line => Assert.StartsWith("ZooKeeperLeadership:Elections:billing:Spread must be true or false", line, StringComparison.Ordinal),
            static line => Assert.StartsWith("ZooKeeperLeadership:Elections:mail:StopBudget must be more than zero", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_elections_cannot_meet_under_one_path()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "zk1"));
        builder.Services.AddZooKeeperLeadership("billing", static o => o.ElectionPath = "/shop");
        builder.Services.AddZooKeeperLeadership("mail", static o => o.ElectionPath = "/shop");
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains(
            "ZooKeeperLeadership:Elections:mail:ElectionPath is '/shop', and so is ZooKeeperLeadership:Elections:billing:ElectionPath",
            error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_has_a_health_check_of_its_own()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "zk1"));
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddZooKeeperLeadership("billing");
        using var host = builder.Build();

        var checks = host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations;

        Assert.Equal(["leadership", "leadership:billing"], checks.Select(static c => c.Name));
        Assert.All(checks, static c => Assert.Equal(["leadership"], c.Tags));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a:b")]
    [InlineData("a b")]
    [InlineData("..")]
    public void A_name_must_be_fit_for_a_path_and_a_key(string name)
    {
        var services = new ServiceCollection();

        Assert.Equal("name", Assert.Throws<ArgumentException>(() => services.AddZooKeeperLeadership(name)).ParamName);
        Assert.Empty(services);
    }

    [Fact]
    public void Names_must_differ_in_more_than_case()
    {
        var services = new ServiceCollection();
        services.AddZooKeeperLeadership("billing");

        var error = Assert.Throws<ArgumentException>(() => services.AddZooKeeperLeadership("Billing"));

        Assert.Contains("'billing'", error.Message, StringComparison.Ordinal);
        Assert.Equal("name", error.ParamName);
    }

    private static ILeadership Leadership(IHost host, string name) => host.Services.GetRequiredKeyedService<ILeadership>(name);
}

using LeaderHosting.Health;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Tests.Hosting;

public sealed class AddZooKeeperLeadershipTests
{
    private static readonly (string, string?)[] Settings =
    [
        ("ZooKeeperLeadership:ConnectionString", "zk1:2181"),
        ("ZooKeeperLeadership:ElectionPath", "/shop/leader"),
        ("ZooKeeperLeadership:NodeName", "web1"),
        ("ZooKeeperLeadership:SessionTimeout", "00:00:20"),
        ("ZooKeeperLeadership:StopBudget", "00:00:03"),
        ("ZooKeeperLeadership:StopOverrun", "failfast"),
        ("ZooKeeperLeadership:ServiceFault", "Log"),
        ("ZooKeeperLeadership:AdvertisedUrl", "http://web1:5000"),
        ("ZooKeeperLeadership:Candidate", "false"),
        ("ZooKeeperLeadership:DigestUser", "shop"),
        ("ZooKeeperLeadership:DigestPassword", "s3cret"),
        ("ZooKeeperLeadership:Acl", "CreatorAndWorldRead"),
        ("ZooKeeperLeadership:Priority", "-3"),
        ("ZooKeeperLeadership:MinimumTenure", "00:05:00"),
        ("ZooKeeperLeadership:Order", "oldestfirst"),
        ("ZooKeeperLeadership:Spread", "true"),
        ("ZooKeeperLeadership:CandidacyHealthTag", ""),
        ("ZooKeeperLeadership:CandidacyHealthInterval", "00:00:07"),
        ("Leader:ConnectionString", "zk2:2181"),
        ("Leader:Candidate", ""),
    ];

    [Fact]
    public void Reads_every_option_from_its_section()
    {
        var options = OptionsOf(static services => services.AddZooKeeperLeadership());

        Assert.Equal("zk1:2181", options.ConnectionString);
        Assert.Equal("/shop/leader", options.ElectionPath);
        Assert.Equal("web1", options.NodeName);
        Assert.Equal(TimeSpan.FromSeconds(20), options.SessionTimeout);
        Assert.Equal(TimeSpan.FromSeconds(3), options.StopBudget);
        Assert.Equal(StopOverrunBehavior.FailFast, options.StopOverrun);
        Assert.Equal(ServiceFaultBehavior.Log, options.ServiceFault);
        Assert.Equal("http://web1:5000", options.AdvertisedUrl);
        Assert.False(options.Candidate);
        Assert.Equal("shop", options.DigestUser);
        Assert.Equal("s3cret", options.DigestPassword);
        Assert.Equal(ZooKeeperLeadershipAcl.CreatorAndWorldRead, options.Acl);
        Assert.Equal(-3, options.Priority);
        Assert.Equal(TimeSpan.FromMinutes(5), options.MinimumTenure);
        Assert.Equal(LeadershipOrder.OldestFirst, options.Order);
        Assert.True(options.Spread);
        Assert.Equal("", options.CandidacyHealthTag);
        Assert.Equal(TimeSpan.FromSeconds(7), options.CandidacyHealthInterval);
        Assert.Equal(Settings.Count(static s => s.Item1.StartsWith("ZooKeeperLeadership:", StringComparison.Ordinal)), typeof(ZooKeeperLeadershipOptions).GetProperties().Length);
    }

    [Fact]
    public void Settings_in_code_come_on_top_of_the_section()
    {
        var options = OptionsOf(static services => services.AddZooKeeperLeadership(static o => o.NodeName = "web2"));

        Assert.Equal("web2", options.NodeName);
        Assert.Equal("/shop/leader", options.ElectionPath);
    }

    [Fact]
    public void Another_section_takes_the_place_of_the_default_one()
    {
        var builder = TestHost.CreateBuilder(Settings);
        builder.Services.AddZooKeeperLeadership(builder.Configuration.GetSection("Leader"));
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value;

        Assert.Equal("zk2:2181", options.ConnectionString);
        Assert.Equal(TimeSpan.FromSeconds(10), options.SessionTimeout);
        Assert.True(options.Candidate);
    }

    [Fact]
    public void Path_and_name_have_defaults_that_tell_applications_and_processes_apart()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "zk1"));
        builder.Services.AddZooKeeperLeadership();
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value;

        Assert.Equal("/leadership/shop", options.ElectionPath);
        Assert.Equal($"{Environment.MachineName}-{Environment.ProcessId}", options.NodeName);
    }

    [Fact]
    public void A_second_call_adds_its_settings_and_nothing_else()
    {
        var builder = TestHost.CreateBuilder(Settings);
        builder.Services.AddZooKeeperLeadership();
        var services = builder.Services.Select(static s => (s.ServiceType, s.ImplementationType)).ToList();
        builder.Services.AddZooKeeperLeadership(static o => o.NodeName = "web2");
        using var host = builder.Build();

        Assert.Equal("web2", host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value.NodeName);
        Assert.Single(host.Services.GetServices<IHostedService>(), static s => s is LeaderHosting.Hosting.ZooKeeperLeadershipService);
        Assert.Single(host.Services.GetServices<ILeadership>());
        Assert.Single(host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations);
        Assert.All(
            builder.Services.Select(static s => (s.ServiceType, s.ImplementationType)).Except(services),
            static added => Assert.Equal(typeof(IConfigureOptions<ZooKeeperLeadershipOptions>), added.ServiceType));
    }

    [Fact]
    public void Settings_in_code_stay_on_top_when_the_same_section_is_added_again()
    {
        var builder = TestHost.CreateBuilder(Settings);
        builder.Services.AddZooKeeperLeadership(static o => o.NodeName = "web2");
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddZooKeeperLeadership(builder.Configuration.GetSection("ZooKeeperLeadership"));
        using var host = builder.Build();

        Assert.Equal("web2", host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value.NodeName);
    }

    [Fact]
    public void Settings_in_code_stay_on_top_of_a_section_that_is_added_later()
    {
        var builder = TestHost.CreateBuilder(Settings);
        builder.Services.Configure<ZooKeeperLeadershipOptions>(static o => o.SessionTimeout = TimeSpan.FromSeconds(12));
        builder.Services.AddZooKeeperLeadership(static o => o.ConnectionString = "zk9");
        builder.Services.AddZooKeeperLeadership(builder.Configuration.GetSection("Leader"));
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value;

        Assert.Equal("zk9", options.ConnectionString);
        Assert.Equal(TimeSpan.FromSeconds(12), options.SessionTimeout);
    }

    [Fact]
    public void A_second_section_comes_on_top_of_the_first()
    {
        var builder = TestHost.CreateBuilder(Settings);
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddZooKeeperLeadership(builder.Configuration.GetSection("Leader"));
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value;

        Assert.Equal("zk2:2181", options.ConnectionString);
        Assert.Equal("web1", options.NodeName);
    }

    [Fact]
    public void The_health_check_has_its_name_and_its_tag()
    {
        var builder = TestHost.CreateBuilder(Settings);
        builder.Services.AddZooKeeperLeadership();
        using var host = builder.Build();

        var registration = Assert.Single(host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations);

        Assert.Equal("leadership", registration.Name);
        Assert.Equal(["leadership"], registration.Tags);
        Assert.IsType<LeadershipHealthCheck>(registration.Factory(host.Services));
    }

    [Fact]
    public void The_builder_names_the_election_and_its_services()
    {
        var services = new ServiceCollection();

        var builder = services.AddZooKeeperLeadership();

        Assert.Equal("", builder.Name);
        Assert.Same(services, builder.Services);
    }

    [Fact]
    public void Nothing_must_be_null()
    {
        var services = new ServiceCollection();

        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddZooKeeperLeadership());
        Assert.Throws<ArgumentNullException>(() => services.AddZooKeeperLeadership((Action<ZooKeeperLeadershipOptions>)null!));
        Assert.Throws<ArgumentNullException>(() => services.AddZooKeeperLeadership((IConfigurationSection)null!));
        Assert.Empty(services);
    }

    private static ZooKeeperLeadershipOptions OptionsOf(Action<IServiceCollection> add)
    {
        var builder = TestHost.CreateBuilder(Settings);
        add(builder.Services);
        using var host = builder.Build();
        return host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value;
    }
}

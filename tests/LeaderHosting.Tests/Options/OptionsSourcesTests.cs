using LeaderHosting.Hosting;
using LeaderHosting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Tests.Options;

/// <summary>Where the settings of an election come from, where there are many elections and many sources.</summary>
public sealed class OptionsSourcesTests
{
    [Fact]
    public void Sources_for_one_election_and_for_all_are_applied_in_the_order_in_which_they_were_registered()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddZooKeeperLeadership("mail", static o => o.ConnectionString = "zk1");
        builder.Services.AddZooKeeperLeadership("billing", static o => o.ConnectionString = "zk2");
        builder.Services.ConfigureAll<ZooKeeperLeadershipOptions>(static o => o.ConnectionString += ",zk3");
        builder.Services.AddOptions<ZooKeeperLeadershipOptions>("billing")
            .Configure<IHostEnvironment>(static (o, environment) => o.AdvertisedUrl = $"http://{environment.EnvironmentName}");
        builder.Services.AddZooKeeperLeadership("billing", static o => o.ConnectionString += ",zk4");
        builder.Services.PostConfigure<ZooKeeperLeadershipOptions>("mail", static o => o.ConnectionString += ",zk5");
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptionsMonitor<ZooKeeperLeadershipOptions>>();

        Assert.Equal("zk1,zk3,zk5", options.Get("mail").ConnectionString);
        Assert.Null(options.Get("mail").AdvertisedUrl);
        Assert.Equal("zk2,zk3,zk4", options.Get("billing").ConnectionString);
        Assert.Equal("http://Production", options.Get("billing").AdvertisedUrl);
    }

    [Fact]
    public void What_code_says_of_all_elections_stays_on_top_of_their_sections_and_what_it_leaves_alone_comes_from_them()
    {
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", "zk1"), ("ZooKeeperLeadership:Elections:mail:Priority", "7"), ("ZooKeeperLeadership:Elections:mail:NodeName", "web1"));
        builder.Services.ConfigureAll<ZooKeeperLeadershipOptions>(static o => o.NodeName = "web2");
        builder.Services.AddZooKeeperLeadership("mail");
        using var host = builder.Build();

        var options = host.Services.GetRequiredService<IOptionsMonitor<ZooKeeperLeadershipOptions>>().Get("mail");

        Assert.Equal("zk1", options.ConnectionString);
        Assert.Equal(7, options.Priority);
        Assert.Equal("web2", options.NodeName);
    }

    [Fact]
    public void Without_any_section_the_code_says_everything()
    {
        var builder = TestHost.CreateBuilder();
        builder.Services.AddZooKeeperLeadership("mail", static o => o.ConnectionString = "zk1");
        using var host = builder.Build();

        Assert.Equal("zk1", host.Services.GetRequiredService<IOptionsMonitor<ZooKeeperLeadershipOptions>>().Get("mail").ConnectionString);
    }

    [Fact]
    public void A_source_for_one_election_is_not_asked_about_another()
    {
        var mail = new CountingSource("mail");
        var billing = new CountingSource("billing");
        var factory = new ZooKeeperLeadershipOptionsFactory(new ElectionRegistry(), new ServiceCollection().BuildServiceProvider(), [mail, billing], [], []);

        factory.Create("billing");

        Assert.Equal(0, mail.Asked);
        Assert.Equal(1, billing.Asked);
    }

    private sealed class CountingSource(string name) : ConfigureNamedOptions<ZooKeeperLeadershipOptions>(name, action: null)
    {
        public int Asked { get; private set; }

        public override void Configure(string? name, ZooKeeperLeadershipOptions options)
        {
            Asked++;
            base.Configure(name, options);
        }
    }
}

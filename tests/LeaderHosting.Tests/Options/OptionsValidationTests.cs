using LeaderHosting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Tests.Options;

/// <summary>A host with faulty settings does not start, and says why: one line for each fault, with the key as the user wrote it.</summary>
public sealed class OptionsValidationTests
{
    private const string Secret = "s3cret-passw0rd";

    [Theory]
    [InlineData("ConnectionString", null, "is missing; name the ZooKeeper servers, for example 'zk1:2181,zk2:2181,zk3:2181'.")]
    [InlineData("ConnectionString", " ", "is missing; name the ZooKeeper servers")]
    [InlineData("ConnectionString", "zk1:99999", "is not valid: 'zk1:99999': '99999' is no port")]
    [InlineData("ConnectionString", "zk1:2181,,zk2", "is not valid: ")]
    [InlineData("ConnectionString", "[::1", "is not valid: ")]
    [InlineData("ConnectionString", "http://zk1:2181", "is not valid: ")]
    [InlineData("ElectionPth", "/shop/leader", "is no setting of an election; there are ConnectionString, ElectionPath, NodeName, ")]
    [InlineData("ElectionPath", "shop/leader", "must be an absolute path, beginning with '/'; it is 'shop/leader'")]
    [InlineData("ElectionPath", "", "must be an absolute path")]
    [InlineData("ElectionPath", "/", "must name a node below the root")]
    [InlineData("ElectionPath", "/shop/", "must not end with '/'")]
    [InlineData("ElectionPath", "/shop//leader", "must not have an empty segment ('//')")]
    [InlineData("ElectionPath", "/shop/../leader", "must not have a relative segment ('.' or '..')")]
    [InlineData("ElectionPath", "/zookeeper/leader", "lies below /zookeeper, which belongs to the servers")]
    [InlineData("ElectionPath", "/sh\u0001p", "has a character that ZooKeeper does not allow in a path")]
    [InlineData("NodeName", "", "must be 1 to 256 characters, none of them a control character.")]
    [InlineData("NodeName", "web\n1", "must be 1 to 256 characters")]
    [InlineData("SessionTimeout", "0:00:00", "must be between 00:00:01 and 01:00:00 (1 second and 1 hour); it is 00:00:00.")]
    [InlineData("SessionTimeout", "10", "must be a time such as '00:00:10'; it is '10'.")]
    [InlineData("SessionTimeout", "-00:00:10", "(1 second and 1 hour); it is -00:00:10.")]
    [InlineData("SessionTimeout", "soon", "must be a time such as '00:00:10'; it is 'soon'.")]
    [InlineData("StopBudget", "00:00:04.001", "must be more than zero and at most two fifths of SessionTimeout, which is 00:00:04; it is 00:00:04.0010000.")]
    [InlineData("StopBudget", "00:00:00", "must be more than zero")]
    [InlineData("StopBudget", "2 s", "must be a time such as '00:00:10'; it is '2 s'.")]
    [InlineData("StopOverrun", "Explode", "must be StopHost, FailFast or Log; it is 'Explode'.")]
    [InlineData("StopOverrun", "7", "must be StopHost, FailFast or Log.")]
    [InlineData("ServiceFault", "Ignore", "must be HandOver, StopHost or Log; it is 'Ignore'.")]
    [InlineData("ServiceFault", "-1", "must be HandOver, StopHost or Log.")]
    [InlineData("Acl", "Closed", "must be Open, Creator or CreatorAndWorldRead; it is 'Closed'.")]
    [InlineData("Acl", "9", "must be Open, Creator or CreatorAndWorldRead.")]
    [InlineData("Acl", "Creator", "is Creator, which needs DigestUser and DigestPassword.")]
    [InlineData("Candidate", "maybe", "must be true or false; it is 'maybe'.")]
    [InlineData("CandidacyHealthTag", "databse", "is 'databse', but no health check has that tag (the election's own does not count); register one with it")]
    [InlineData("CandidacyHealthTag", "leadership", "is 'leadership', but no health check has that tag")]
    [InlineData("CandidacyHealthInterval", "00:00:00.05", "must be between 00:00:00.1000000 and 01:00:00 (100 milliseconds and 1 hour); it is 00:00:00.0500000.")]
    [InlineData("CandidacyHealthInterval", "5", "must be a time such as '00:00:10'; it is '5'.")]
    [InlineData("Priority", "high", "must be a whole number from -2147483648 to 2147483647; it is 'high'.")]
    [InlineData("Priority", "1.5", "must be a whole number")]
    [InlineData("MinimumTenure", "-00:00:01", "must be between 00:00:00 and 1.00:00:00 (1 day); it is -00:00:01.")]
    [InlineData("MinimumTenure", "1", "must be a time such as '00:00:10'; it is '1'.")]
    [InlineData("Spread", "evenly", "must be true or false; it is 'evenly'.")]
    [InlineData("Order", "YoungestFirst", "must be OldestFirst or NewestFirst; it is 'YoungestFirst'.")]
    [InlineData("Order", "7", "must be OldestFirst or NewestFirst.")]
    [InlineData("AdvertisedUrl", "web1:5000", "must be an absolute http or https URL such as 'http://web1:5000'.")]
    [InlineData("AdvertisedUrl", "/here", "must be an absolute http or https URL")]
    [InlineData("AdvertisedUrl", "http:web1", "must be an absolute http or https URL")]
    [InlineData("AdvertisedUrl", "http:///web1", "must be an absolute http or https URL")]
    [InlineData("AdvertisedUrl", "ftp://web1/shop", "must be an absolute http or https URL")]
    [InlineData("AdvertisedUrl", "javascript://web1/", "must be an absolute http or https URL")]
    [InlineData("DigestUser", "shop", "is missing; digest authentication needs it beside DigestUser.", "DigestPassword")]
    [InlineData("DigestPassword", Secret, "is missing; digest authentication needs it beside DigestPassword.", "DigestUser")]
    public async Task A_fault_is_told_with_its_key(string key, string? value, string says, string? toldOf = null)
    {
        var line = Assert.Single(await FaultsAsync("ZooKeeperLeadership", (key, value)));

        Assert.StartsWith($"ZooKeeperLeadership:{toldOf ?? key} ", line, StringComparison.Ordinal);
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.Matches(@"[^.]\.$", line);
    }

    [Fact]
    public async Task All_faults_are_told_at_once_under_the_section_that_was_bound()
    {
        var lines = await FaultsAsync(
            "Cluster:Leader",
            ("ConnectionString", "zk1:99999"),
            ("ElectionPath", "leader"),
            ("SessionTimeout", "00:00:00"),
            ("StopOverrun", "Explode"),
            ("Candidate", "maybe"),
            ("DigestPassword", Secret));

        Assert.Equal(
            [
                "Cluster:Leader:Candidate",
                "Cluster:Leader:ConnectionString",
                "Cluster:Leader:DigestUser",
                "Cluster:Leader:ElectionPath",
                "Cluster:Leader:SessionTimeout",
                "Cluster:Leader:StopOverrun",
            ],
            lines.Select(static l => l[..l.IndexOf(' ', StringComparison.Ordinal)]).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Where_the_newest_leads_nobody_is_preferred()
    {
        var line = Assert.Single(await FaultsAsync("ZooKeeperLeadership", ("Order", "NewestFirst"), ("Priority", "5")));

        Assert.Equal("ZooKeeperLeadership:Priority must be 0 while Order is NewestFirst, which leaves nothing to prefer; it is 5.", line);
    }

    [Fact]
    public async Task Where_the_newest_leads_nothing_is_spread()
    {
        var line = Assert.Single(await FaultsAsync("ZooKeeperLeadership", ("Order", "NewestFirst"), ("Spread", "true")));

        Assert.Equal(
            "ZooKeeperLeadership:Spread must be false while Order is NewestFirst, where the newest node leads however many elections it leads already.", line);
    }

    [Theory]
    [InlineData("DigestPassword", Secret)]
    [InlineData("AdvertisedUrl", $"//admin:{Secret}@web1")]
    public async Task A_secret_is_never_told(string key, string value)
    {
        var lines = await FaultsAsync("ZooKeeperLeadership", (key, value), ("ElectionPath", "leader"));

        Assert.Equal(2, lines.Length);
        Assert.DoesNotContain(Secret, string.Concat(lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ConnectionString", "zk1")]
    [InlineData("ConnectionString", "zk1:2181, zk2:2181/shop")]
    [InlineData("ConnectionString", "[::1]:2181")]
    [InlineData("SessionTimeout", "00:00:01")]
    [InlineData("SessionTimeout", "01:00:00")]
    [InlineData("StopBudget", "00:00:04")]
    [InlineData("StopOverrun", "log")]
    [InlineData("Order", "newestfirst")]
    [InlineData("Priority", "-5")]
    [InlineData("Spread", "true")]
    [InlineData("MinimumTenure", "00:00:00")]
    [InlineData("AdvertisedUrl", "http://web1:5000")]
    [InlineData("AdvertisedUrl", "https://web1.example:5001/shop")]
    public void What_is_right_passes(string key, string value)
    {
        var builder = BuilderWith("ZooKeeperLeadership", (key, value));
        using var host = builder.Build();

        Assert.NotNull(host.Services.GetRequiredService<IOptions<ZooKeeperLeadershipOptions>>().Value);
    }

    private static async Task<string[]> FaultsAsync(string section, params (string Key, string? Value)[] settings)
    {
        using var host = BuilderWith(section, settings).Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        return exception.Message.Split(Environment.NewLine);
    }

    private static HostApplicationBuilder BuilderWith(string section, params (string, string?)[] settings)
    {
        var builder = TestHost.CreateBuilder(
            settings.Append(("ConnectionString", "zk1:2181")).DistinctBy(static s => s.Item1).Select(s => ($"{section}:{s.Item1}", s.Item2)));
        builder.Services.AddZooKeeperLeadership(builder.Configuration.GetSection(section));
        return builder;
    }
}

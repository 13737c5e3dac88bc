using System.Net;
using System.Net.Sockets;
using LeaderHosting.Testing.Embedded;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xunit.Abstractions;

namespace LeaderHosting.Testing.Tests.Embedded;

/// <summary>When the embedded server runs, and when it does not.</summary>
public sealed class EmbeddedZooKeeperSettingsTests(ITestOutputHelper output)
{
    private readonly TermJournal _journal = new();

    private readonly int _port = FreePort.Next();

    [Fact]
    public async Task It_refuses_to_run_in_Production_and_says_what_to_do()
    {
        await using var host = Create("Production");

        var refusal = await Assert.ThrowsAsync<OptionsValidationException>(host.StartAsync);

        Assert.Contains("ZooKeeperLeadership:ConnectionString is missing", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("the environment is Production", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("zk1:2181,zk2:2181,zk3:2181", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("EmbeddedZooKeeper:AllowInProduction", refusal.Message, StringComparison.Ordinal);
        Assert.True(CanListen());
    }

    [Fact]
    public async Task It_runs_in_Production_when_told_to()
    {
        await using var host = Create("Production", ("EmbeddedZooKeeper:AllowInProduction", "true"));

        await host.StartAsync();

        Assert.Equal("node", (await _journal.WaitForStartAfterAsync(0)).Node);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task It_is_not_started_when_servers_are_named(string environment)
    {
        await using var server = await ZooKeeperTestServer.StartAsync();
        await using var host = Create(environment, ("ZooKeeperLeadership:ConnectionString", server.ConnectionString));

        await host.StartAsync();
        await _journal.WaitForStartAfterAsync(0);

        Assert.Equal(server.ConnectionString, host.ElectionOptions.ConnectionString);
        Assert.True(CanListen());
        var line = Assert.Single(host.Logs.Entries, static entry => entry.EventId.Id is >= 7100 and < 7200);
        Assert.Equal(LogLevel.Information, line.Level);
        Assert.Contains(server.ConnectionString, line.Message, StringComparison.Ordinal);
        Assert.Contains("is not started", line.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Development")]
    [InlineData("Production")]
    public async Task It_is_not_started_when_servers_are_named_for_elections_that_all_have_names(string environment)
    {
        await using var server = await ZooKeeperTestServer.StartAsync();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { EnvironmentName = environment });
        builder.Configuration.AddInMemoryCollection([new("ZooKeeperLeadership:ConnectionString", server.ConnectionString)]);
        builder.Services.AddEmbeddedZooKeeper(o => o.Port = _port);
        builder.Services.AddZooKeeperLeadership("billing");
        using var host = builder.Build();

        await host.StartAsync();
        await host.Services.GetRequiredKeyedService<ILeadership>("billing").WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);

        Assert.True(CanListen());
        await host.StopAsync();
    }

    [Fact]
    public void A_server_that_takes_over_waits_for_the_longest_session_of_the_elections_it_serves()
    {
        var connection = new EmbeddedZooKeeperConnection(
            Options.Create(new EmbeddedZooKeeperOptions()), new HostingEnvironment { EnvironmentName = "Development" });

        connection.PostConfigure("a", new ZooKeeperLeadershipOptions { SessionTimeout = TimeSpan.FromSeconds(30) });
        connection.PostConfigure("b", new ZooKeeperLeadershipOptions { SessionTimeout = TimeSpan.FromSeconds(10) });
        connection.PostConfigure("c", new ZooKeeperLeadershipOptions { SessionTimeout = TimeSpan.FromSeconds(60), ConnectionString = "zk1" });

        Assert.Equal(TimeSpan.FromSeconds(30), connection.LongestSessionTimeout);
        Assert.Equal("zk1", connection.OtherServers);
    }

    [Theory]
    [InlineData("EmbeddedZooKeeper:Port", "0")]
    [InlineData("EmbeddedZooKeeper:Port", "65536")]
    [InlineData("EmbeddedZooKeeper:TickTime", "00:00:00")]
    [InlineData("EmbeddedZooKeeper:TickTime", "02:00:00")]
    public async Task A_setting_that_makes_no_sense_is_named(string key, string value)
    {
        await using var host = Create("Development", (key, value));

        // The election's own settings can't be read either, so there may be two of them.
        var refusal = await Assert.ThrowsAnyAsync<Exception>(host.StartAsync);

        Assert.Contains($"{key} must be between", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_later_server_counts_on_above_all_that_an_earlier_one_handed_out()
    {
        var time = new ManualTimeProvider();
        var first = EmbeddedZxid.Now(time);
        time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.True(EmbeddedZxid.Now(time) - first >= 2_000);
    }

    /// <summary>JavaScript reads the token at <c>/health</c> as a double.</summary>
    [Fact]
    public void Its_transactions_have_numbers_that_a_double_holds_exactly()
    {
        const long MostExact = 1L << 53;
        Assert.InRange(EmbeddedZxid.Now(new FixedTime(new DateTimeOffset(2158, 1, 1, 0, 0, 0, TimeSpan.Zero))), 1, MostExact);
        Assert.InRange(EmbeddedZxid.Now(new FixedTime(DateTimeOffset.UnixEpoch)), 0, MostExact);
    }

    private EmbeddedHost Create(string environment, params IEnumerable<(string Key, string Value)> settings) =>
        EmbeddedHost.Create(_port, "node", _journal, output, environment, settings);

    private bool CanListen()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(IPAddress.Loopback, _port));
            socket.Listen();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private sealed class FixedTime(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}

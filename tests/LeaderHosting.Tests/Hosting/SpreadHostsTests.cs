using System.Globalization;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Tests.Hosting;

/// <summary>Whole hosts that share the work of twelve elections, on a server in memory, in real time.</summary>
public sealed class SpreadHostsTests : IAsyncLifetime
{
    private const int MostMoves = 3;

    /// <summary>Three look-outs of a session timeout of two seconds.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    private static readonly string[] Names = [.. Enumerable.Range(0, 12).Select(static i => $"shard-{i}")];

    private readonly Dictionary<string, Journal> _journals = Names.ToDictionary(static name => name, static _ => new Journal(TimeProvider.System));
    private readonly List<IHost> _hosts = [];
    private ZooKeeperTestServer _server = null!;

    public async Task InitializeAsync() => _server = await ZooKeeperTestServer.StartAsync();

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_hosts.Select(static host => host.StopAsync()));
        _hosts.ForEach(static host => host.Dispose());
        await _server.DisposeAsync();
        Assert.All(_journals.Values, static journal => Assert.Empty(journal.Overlaps));
    }

    [Fact]
    public async Task Three_lead_four_each_then_four_three_each_and_whoever_is_left_shares_what_one_leaves()
    {
        var a = await StartAsync("a");
        await UntilTheyLeadAsync((a, 12));
        var b = await StartAsync("b");
        var c = await StartAsync("c");
        await UntilTheyLeadAsync((a, 4), (b, 4), (c, 4));

        var d = await StartAsync("d");
        await UntilTheyLeadAsync((a, 3), (b, 3), (c, 3), (d, 3));

        await b.StopAsync();
        await UntilTheyRestAsync((a, 4), (c, 4), (d, 4));
    }

    /// <summary>Two sessions are two groups, and an election of its own mind is in none.</summary>
    [Fact]
    public async Task Counted_are_the_elections_of_one_session_that_say_so()
    {
        var a = await StartAsync("a", ElectionsApart);
        await UntilTheyLeadAsync((a, 12));
        var b = await StartAsync("b", ElectionsApart);

        // Ten on one session, one on another, and one that is not spread.
        await UntilTheyLeadAsync((a, 7), (b, 5));
        Assert.True(Leadership(a, Names[0]).IsLeader);
        Assert.True(Leadership(a, Names[1]).IsLeader);

        static void ElectionsApart(HostApplicationBuilder builder)
        {
            builder.Configuration[$"ZooKeeperLeadership:Elections:{Names[0]}:Spread"] = "false";
            builder.Configuration[$"ZooKeeperLeadership:Elections:{Names[1]}:SessionTimeout"] = "00:00:05";
        }
    }

    private List<string> Histories() => [.. _journals.Select(static journal => $"{journal.Key}: {string.Join(", ", journal.Value.Lines)}")];

    private static ILeadership Leadership(IHost host, string name) => host.Services.GetRequiredKeyedService<ILeadership>(name);

    private static int Leads(IHost host) => Names.Count(name => Leadership(host, name) is { IsLeader: true, Status.Phase: LeadershipPhase.Leading });

    private static Task UntilTheyLeadAsync(params (IHost Host, int Leads)[] expected) => Eventually.TrueAsync(
        () => expected.All(static e => Leads(e.Host) == e.Leads),
        $"the hosts to lead {string.Join(", ", expected.Select(static e => e.Leads))}",
        lastSeen: () => string.Join(", ", expected.Select(static e => Leads(e.Host).ToString(CultureInfo.InvariantCulture))));

    /// <summary>Until they lead as many and nothing has moved for some time: what nodes know of each other may be a look-out old, so they may give once too often before that.</summary>
    private async Task UntilTheyRestAsync(params (IHost Host, int Leads)[] expected)
    {
        for (var moves = 0; ; moves++)
        {
            await UntilTheyLeadAsync(expected);
            var before = Histories();
            await Task.Delay(Rest);
            if (before.SequenceEqual(Histories()))
            {
                return;
            }

            Assert.True(moves < MostMoves, $"They do not come to rest:{Environment.NewLine}{string.Join(Environment.NewLine, Histories())}");
        }
    }

    private async Task<IHost> StartAsync(string node, Action<HostApplicationBuilder>? configure = null)
    {
        var builder = TestHost.CreateBuilder(
            ("ZooKeeperLeadership:ConnectionString", _server.ConnectionString),
            ("ZooKeeperLeadership:NodeName", node),
            ("ZooKeeperLeadership:SessionTimeout", "00:00:02"),
            ("ZooKeeperLeadership:MinimumTenure", "00:00:00"),
            ("ZooKeeperLeadership:Spread", "true"));
        configure?.Invoke(builder);
        foreach (var name in Names)
        {
            builder.Services.AddZooKeeperLeadership(name);
            builder.Services.AddKeyedSingleton<ILeaderOnlyService>(name, new JournalingService(_journals[name], node));
        }

        var host = builder.Build();
        _hosts.Add(host);
        await host.StartAsync();
        return host;
    }
}

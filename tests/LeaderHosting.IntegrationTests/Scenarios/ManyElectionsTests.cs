using System.Collections.Concurrent;
using LeaderHosting.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Processes that stand in many elections each, on one session.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class ManyElectionsTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private const int SessionEstablished = 5101;

    private readonly string _root = $"/scenarios/{Guid.NewGuid():N}";

    [Fact]
    public async Task A_thousand_are_led_handed_over_and_led_again_after_a_lost_session()
    {
        const int Count = 1000;
        using var first = Build("first", Count, out var firstLogs);
        await first.StartAsync();
        await WaitUntilMasterOfAllAsync(first, Count);
        Assert.Single(firstLogs.WithEventId(SessionEstablished));

        using var second = Build("second", Count, out _);
        await second.StartAsync();
        foreach (var leadership in Elections(second, Count))
        {
            await Eventually.ValueAsync(() => leadership.Status.Phase, static p => p == LeadershipPhase.Waiting, "a place in the queue");
        }

        await SessionExpiry.ExpireAsync(fixture.Port, SessionOf(firstLogs));
        await WaitUntilMasterOfAllAsync(second, Count);
        foreach (var leadership in Elections(first, Count))
        {
            await Eventually.ValueAsync(() => leadership.Status.Phase, static p => p == LeadershipPhase.Waiting, "a place in the queue again");
        }

        await second.StopAsync();
        await WaitUntilMasterOfAllAsync(first, Count);
        await first.StopAsync();
    }

    [Fact]
    public async Task One_whose_services_fail_leaves_the_others_alone()
    {
        using var host = Build("only", 3, out _, static (services, election) =>
            services.AddKeyedSingleton<ILeaderOnlyService>(election, new RecordingService("only")
            {
                OnStart = _ => election.EndsWith("-1", StringComparison.Ordinal) ? throw new InvalidOperationException("no disk") : Task.CompletedTask,
            }));
        await host.StartAsync();
        var elections = Elections(host, 3).ToList();

        await elections[0].WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        await elections[2].WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        await Eventually.ValueAsync(() => elections[1].Status.LastError, static e => e?.Contains("no disk", StringComparison.Ordinal) == true, "the failure to be told");

        Assert.Null(elections[0].Status.LastError);
        Assert.True(elections[2].IsLeader);
        await host.StopAsync();
    }

    [Fact]
    public async Task With_spread_three_share_twelve_and_whoever_is_left_shares_what_one_leaves()
    {
        const int Count = 12;
        var services = new ConcurrentBag<(string Election, RecordingService Service)>();
        using var first = BuildSpread("first");
        await first.StartAsync();
        await WaitUntilMasterOfAllAsync(first, Count);
        using var second = BuildSpread("second");
        await second.StartAsync();
        using var third = BuildSpread("third");
        await third.StartAsync();
        await WaitUntilTheyLeadAsync((first, 4), (second, 4), (third, 4));

        await second.StopAsync();
        await WaitUntilTheyLeadAsync((first, 6), (third, 6));

        await Task.WhenAll(first.StopAsync(), third.StopAsync());
        Assert.All(
            services.GroupBy(static s => s.Election),
            static election => Assert.Empty(ServiceRun.Overlaps(election.SelectMany(static s => s.Service.Runs))));

        IHost BuildSpread(string node) => Build(
            node,
            Count,
            out _,
            (collection, election) =>
            {
                var service = new RecordingService(node);
                services.Add((election, service));
                collection.AddKeyedSingleton<ILeaderOnlyService>(election, service);
            },
            static options =>
            {
                options.Spread = true;
                options.SessionTimeout = TimeSpan.FromSeconds(4);
                options.MinimumTenure = TimeSpan.FromSeconds(1);
            });

        static Task WaitUntilTheyLeadAsync(params (IHost Host, int Leads)[] expected) => Eventually.TrueAsync(
            () => expected.All(static e => Leads(e.Host) == e.Leads),
            $"the nodes to lead {string.Join(", ", expected.Select(static e => e.Leads))}",
            TimeSpan.FromMinutes(2),
            lastSeen: () => string.Join(", ", expected.Select(static e => $"{Leads(e.Host)}")));

        static int Leads(IHost host) => Elections(host, Count).Count(static leadership => leadership is { IsLeader: true, Status.Phase: LeadershipPhase.Leading });
    }

    private static string NameOf(int index) => $"shard-{index}";

    private static IEnumerable<ILeadership> Elections(IHost host, int count) =>
        Enumerable.Range(0, count).Select(i => host.Services.GetRequiredKeyedService<ILeadership>(NameOf(i)));

    private static long SessionOf(TestLogs logs) => (long)logs.WithEventId(SessionEstablished)[^1].Values["Session"]!;

    private static async Task WaitUntilMasterOfAllAsync(IHost host, int count)
    {
        foreach (var leadership in Elections(host, count))
        {
            await leadership.WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        }
    }

    private IHost Build(string node, int count, out TestLogs logs, Action<IServiceCollection, string>? addServices = null, Action<ZooKeeperLeadershipOptions>? configure = null)
    {
        // Not shown: they are thousands of lines.
        logs = new TestLogs();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "IntegrationTests" });
        builder.Logging.AddProvider(logs).SetMinimumLevel(LogLevel.Debug);
        for (var i = 0; i < count; i++)
        {
            var election = NameOf(i);
            ClientUnderTest.Use(builder.Services.AddZooKeeperLeadership(election, options =>
            {
                options.ConnectionString = fixture.ConnectionString;
                options.ElectionPath = $"{_root}/{election}";
                options.NodeName = node;
                configure?.Invoke(options);
            }));
            addServices?.Invoke(builder.Services, election);
        }

        output.WriteLine($"{node} stands in {count} elections.");
        return builder.Build();
    }
}

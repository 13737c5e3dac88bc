using System.Threading.Channels;
using LeaderHosting;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Quartz;
using Quartz.Logging;
using Xunit.Abstractions;

namespace SchedulerApp.Tests.Guide;

/// <summary>What docs/services.md says.</summary>
public sealed class ServicesGuide(ITestOutputHelper output)
{
    private readonly Channel<string> _mails = Channel.CreateUnbounded<string>();
    private readonly Channel<long> _tokens = Channel.CreateUnbounded<long>();

    #region fake
    [Fact]
    public async Task Mails_are_sent_under_the_token_of_the_term()
    {
        var services = new ServiceCollection().AddSingleton(_mails.Writer);
        services.AddZooKeeperLeadership().AddHostedService<MailWorker>();
        await using var provider = services.BuildServiceProvider();

        await using var leadership = new FakeLeadership(provider.GetServices<ILeaderOnlyService>());
        var term = await leadership.PromoteAsync();

        Assert.Equal($"sent under token {term.FencingToken}", await _mails.Reader.ReadAsync());
    }
    #endregion

    [Fact]
    public async Task What_is_added_runs_on_the_master()
    {
        await using var server = await StartServerAsync();
        var builder = CreateBuilder(server);
        builder.Services.AddSingleton(_mails.Writer).AddSingleton(_tokens.Writer).AddSingleton(TimeProvider.System).AddSingleton<ReportStore>();
        Add(builder);
        using var host = builder.Build();
        await host.StartAsync();

        Assert.StartsWith("sent under token", await _mails.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout), StringComparison.Ordinal);
        Assert.True(await _tokens.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout) > 0);
        await host.StopAsync();

        static void Add(HostApplicationBuilder builder)
        {
            #region add
            builder.Services.AddZooKeeperLeadership()
                .AddService<ReportService>()
                .AddService<MinuteReport>()
                .AddHostedService<MailWorker>();
            #endregion
        }
    }

    [Fact]
    public async Task A_report_is_written_every_minute_of_a_term()
    {
        var clock = new ManualTimeProvider();
        var store = new ReportStore();
        await using var leadership = new FakeLeadership(new MinuteReport(store, clock));
        await leadership.PromoteAsync();
        await Eventually.TrueAsync(() => clock.ActiveTimerCount == 1, "the timer to be set");

        clock.Advance(TimeSpan.FromMinutes(1));
        await Eventually.TrueAsync(() => store.Reports.Count == 1, "a report");
        await leadership.DemoteAsync();
        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(["Report of 00:01"], store.Reports);
        Assert.Throws<InvalidOperationException>(() => store.Write("late", 1));
    }

    [Fact]
    public async Task Prices_are_there_when_the_turn_comes()
    {
        await using var server = await StartServerAsync();
        var loads = 0;
        using var first = Build(server, static builder => builder.Services.AddZooKeeperLeadership());
        using var second = Build(server, builder => builder.Services.AddZooKeeperLeadership().AddService(_ => new PriceService(_ =>
        {
            Interlocked.Increment(ref loads);
            return Task.FromResult<string[]>(["1.20", "3.40"]);
        })));
        await first.StartAsync();
        await first.Services.GetRequiredService<ILeadership>().WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        await second.StartAsync();
        await Eventually.TrueAsync(() => Volatile.Read(ref loads) == 1, "the prices to be loaded");

        await first.StopAsync();
        var service = Assert.IsType<PriceService>(second.Services.GetRequiredService<ILeaderOnlyService>());
        await Eventually.TrueAsync(() => service.Count == 2, "the second node to lead");

        Assert.Equal(1, loads);
        await second.StopAsync();
    }

    [Fact]
    public async Task Quartz_runs_on_the_master_and_again_in_its_next_term()
    {
        await using var server = await StartServerAsync();
        var builder = CreateBuilder(server);
        builder.Services.AddSingleton(_tokens.Writer);
        Add(builder);
        using var host = builder.Build();

        // Quartz keeps its loggers for the whole process, and those of a host of another test have been disposed of.
        LogContext.SetCurrentLogProvider(host.Services.GetRequiredService<ILoggerFactory>());
        await host.StartAsync();
        var leadership = host.Services.GetRequiredService<ILeadership>();

        var first = await _tokens.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout);
        await leadership.ResignAsync();
        while (_tokens.Reader.TryRead(out _))
        {
            // Jobs of the first term.
        }

        var second = await _tokens.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout);
        Assert.True(second > first);
        await host.StopAsync();

        static void Add(HostApplicationBuilder builder)
        {
            #region quartz
            builder.Services.AddQuartz(quartz => quartz.ScheduleJob<TokenJob>(trigger => trigger
                .WithSimpleSchedule(schedule => schedule.WithInterval(TimeSpan.FromMilliseconds(100)).RepeatForever())));
            builder.Services.Configure<QuartzHostedServiceOptions>(options => options.WaitForJobsToComplete = true);
            builder.Services.AddZooKeeperLeadership().AddHostedService<QuartzHostedService>();
            #endregion
        }
    }

    #region job
    [DisallowConcurrentExecution]
    public sealed class TokenJob(ILeadership leadership, ChannelWriter<long> tokens) : IJob
    {
        public Task Execute(IJobExecutionContext context)
        {
            if (leadership.CurrentTerm is { } term)
            {
                tokens.TryWrite(term.FencingToken);
            }

            return Task.CompletedTask;
        }
    }
    #endregion

    private static Task<ZooKeeperTestServer> StartServerAsync() => ZooKeeperTestServer.StartAsync(new() { TickTime = TimeSpan.FromMilliseconds(500) });

    private IHost Build(ZooKeeperTestServer server, Action<HostApplicationBuilder> add)
    {
        var builder = CreateBuilder(server);
        add(builder);
        return builder.Build();
    }

    private HostApplicationBuilder CreateBuilder(ZooKeeperTestServer server)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "shop" });
        builder.Configuration.AddInMemoryCollection(
        [
            new("ZooKeeperLeadership:ConnectionString", server.ConnectionString),
            new("ZooKeeperLeadership:SessionTimeout", "00:00:05"),
        ]);
        builder.Logging.AddProvider(new TestLogs(output));
        return builder;
    }
}

using LeaderHosting.Rehearsal;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Tests.Rehearsal;

/// <summary>When a takeover is rehearsed, and what comes of it if that fails.</summary>
public sealed class TakeoverRehearsalTests : IDisposable
{
    private readonly TestLogs _logs = new();
    private int _rehearsals;

    public void Dispose() => _logs.Dispose();

    [Fact]
    public async Task It_is_begun_once_however_many_elections_and_hosts_there_are()
    {
        var once = new TakeoverRehearsal.Once();
        using var host = Create(CountAsync, once);
        using var otherHost = Create(CountAsync, once);

        Parallel.For(0, 100, i => (i % 2 == 0 ? host : otherHost).Begin());
        await Eventually.TrueAsync(() => _rehearsals > 0, "a rehearsal");
        await ThreadPoolRest.WaitAsync();

        Assert.Equal(1, _rehearsals);
    }

    [Fact]
    public async Task A_failure_is_told_to_whoever_debugs_and_to_nobody_else()
    {
        using var rehearsal = Create(static _ => throw new InvalidOperationException("not today"));

        rehearsal.Begin();
        var entry = await _logs.WaitForAsync(static e => e.EventId.Id == 5201, "the failure");

        Assert.Equal((LogLevel.Debug, "not today"), (entry.Level, entry.Exception?.Message));
    }

    [Fact]
    public async Task Where_everything_is_compiled_ahead_of_time_there_is_none()
    {
        var once = new TakeoverRehearsal.Once();
        using var rehearsal = Create(rehearseAsync: null, once);

        rehearsal.Begin();
        await ThreadPoolRest.WaitAsync();

        Assert.True(once.TryBegin());
        Assert.Empty(_logs.Entries);
    }

    [Fact]
    public async Task The_end_of_the_host_ends_it_without_a_word()
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rehearsal = Create(async cancellationToken =>
        {
            Interlocked.Increment(ref _rehearsals);
            try
            {
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }
            finally
            {
                ended.SetResult();
            }
        });

        rehearsal.Begin();
        await Eventually.TrueAsync(() => _rehearsals > 0, "a rehearsal");
        rehearsal.Dispose();
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await ThreadPoolRest.WaitAsync();

        Assert.Empty(_logs.Entries);
    }

    /// <summary>The one that leads at once has nothing to rehearse; the one behind it has, and leads in its turn although its rehearsal has failed.</summary>
    [Fact]
    public async Task It_is_begun_by_whoever_stands_behind_another_and_its_failure_harms_nobody()
    {
        await using var server = await ZooKeeperTestServer.StartAsync();
        using var first = BuildHost(server, "first", CountAsync);
        using var second = BuildHost(server, "second", cancellationToken =>
        {
            _ = CountAsync(cancellationToken);
            throw new InvalidOperationException("not today");
        });

        await first.StartAsync();
        await LeadAsync(first);
        Assert.Equal(0, _rehearsals);

        await second.StartAsync();
        await _logs.WaitForAsync(static e => e.EventId.Id == 5201, "the failure");
        Assert.Equal(1, _rehearsals);

        await first.StopAsync();
        await LeadAsync(second);
        Assert.Null(second.Services.GetRequiredService<ILeadership>().Status.LastError);

        await second.StopAsync();
        Assert.Equal(1, _rehearsals);
    }

    [Fact]
    public void Every_host_has_the_real_one()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        builder.Services.AddZooKeeperLeadership();
        using var host = builder.Build();

        Assert.NotNull(host.Services.GetRequiredService<TakeoverRehearsal>());
    }

    private static Task<LeadershipTerm> LeadAsync(IHost host) => host.Services.GetRequiredService<ILeadership>().WaitForLeadershipAsync().WaitAsync(TimeSpan.FromSeconds(60));

    private Task CountAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _rehearsals);
        return Task.CompletedTask;
    }

    private TakeoverRehearsal Create(Func<CancellationToken, Task>? rehearseAsync, TakeoverRehearsal.Once? once = null) =>
        new(rehearseAsync, once ?? new TakeoverRehearsal.Once(), settling: TimeSpan.Zero, _logs.CreateLogger("rehearsal"));

    private IHost BuildHost(ZooKeeperTestServer server, string name, Func<CancellationToken, Task> rehearseAsync)
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", server.ConnectionString), ("ZooKeeperLeadership:NodeName", name));
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton(Create(rehearseAsync));
        return builder.Build();
    }
}

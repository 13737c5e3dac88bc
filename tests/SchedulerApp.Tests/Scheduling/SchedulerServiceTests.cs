using System.Globalization;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Logging;
using SchedulerApp.Storage;

namespace SchedulerApp.Tests;

/// <summary>The scheduler over the terms of a node.</summary>
public sealed class SchedulerServiceTests
{
    [Fact]
    public async Task A_master_writes_time_node_term_and_token()
    {
        await using var scheduler = new SchedulerFixture();
        var before = DateTimeOffset.UtcNow.AddSeconds(-1);

        await scheduler.StartAsync(new FakeTerm(3, 1001));
        await Eventually.TrueAsync(() => scheduler.Lines().Count >= 3, "three runs on file");

        Assert.All(scheduler.Lines(), line =>
        {
            Assert.Equal(["node-1", "3", "1001"], line[1..]);
            Assert.EndsWith("Z", line[0], StringComparison.Ordinal);
            var time = DateTimeOffset.ParseExact(line[0], "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
            Assert.InRange(time, before, DateTimeOffset.UtcNow);
        });
    }

    [Fact]
    public async Task Each_term_has_its_own_run_and_nothing_of_the_last_one()
    {
        await using var scheduler = new SchedulerFixture();
        await scheduler.StartAsync(new FakeTerm(1, 2001));
        await Eventually.TrueAsync(() => scheduler.Lines().Count >= 2, "the first term to write");
        await scheduler.StopAsync();
        var first = scheduler.Lines().Count;

        await scheduler.StartAsync(new FakeTerm(4, 2004));
        await Eventually.TrueAsync(() => scheduler.Lines().Count >= first + 3, "the second term to write");
        await scheduler.StopAsync();

        var lines = scheduler.Lines();
        Assert.All(lines.Take(first), static line => Assert.Equal("2001", line[3]));
        Assert.All(lines.Skip(first), static line => Assert.Equal("2004", line[3]));
    }

    [Fact]
    public async Task A_stop_waits_for_the_run_in_progress()
    {
        await using var scheduler = new SchedulerFixture();
        var term = new FakeTerm(1, 3001);
        Task stop;
        using (await HoldStorageAsync(scheduler))
        {
            await scheduler.StartAsync(term);
            await Eventually.TrueAsync(() => term.Checks > 0, "a run to begin");
            stop = scheduler.StopAsync();
            await scheduler.Log.WaitForAsync(IsWaitingForOneRun, "Quartz waits for the run");
            Assert.False(stop.IsCompleted);
            Assert.Empty(scheduler.Lines());
        }

        await stop;

        var line = Assert.Single(scheduler.Lines());
        Assert.Equal("3001", line[3]);
    }

    [Fact]
    public async Task A_run_that_outlasts_the_stop_budget_is_interrupted()
    {
        await using var scheduler = new SchedulerFixture();
        var term = new FakeTerm(1, 4001);
        using var budget = new CancellationTokenSource();
        using (await HoldStorageAsync(scheduler))
        {
            await scheduler.StartAsync(term);
            await Eventually.TrueAsync(() => term.Checks > 0, "a run to begin");
            var stop = scheduler.Service.StopAsync(budget.Token);
            await budget.CancelAsync();

            // It ends while its storage is still held, so it was given up.
            await stop.WaitAsync(Eventually.DefaultTimeout);
        }

        Assert.Empty(scheduler.Lines());
        Assert.Contains(scheduler.Log.Entries, static entry => entry.Level == LogLevel.Warning && entry.Message.Contains("stop budget", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_term_does_nothing_and_is_no_error()
    {
        await using var scheduler = new SchedulerFixture();
        var term = new FakeTerm(1, 5001);
        term.Lose();

        await scheduler.StartAsync(term);
        await Eventually.TrueAsync(() => term.Checks >= 3, "three runs to look at the term");
        await scheduler.StopAsync();

        Assert.Empty(scheduler.Lines());
        Assert.DoesNotContain(scheduler.Log.Entries, static entry => entry.Level >= LogLevel.Warning);
        Assert.Contains(scheduler.Log.Entries, static entry => entry.Message.Contains("did nothing", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_write_that_the_storage_refuses_is_a_warning_and_the_scheduler_goes_on()
    {
        await using var scheduler = new SchedulerFixture();
        await new FencedFileStore(scheduler.OutputFile, TimeProvider.System).AppendAsync(6002, "2026-01-01T00:00:00.000Z other 2 6002");
        var term = new FakeTerm(1, 6001);

        await scheduler.StartAsync(term);
        await Eventually.TrueAsync(() => term.Checks >= 3, "three runs to try");
        await scheduler.StopAsync();

        Assert.Equal("other", Assert.Single(scheduler.Lines())[1]);
        var warnings = scheduler.Log.Entries.Where(static entry => entry.Level >= LogLevel.Warning).ToList();
        Assert.True(warnings.Count >= 3);
        Assert.All(warnings, static entry => Assert.Contains("6001 is older than 6002", entry.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_stop_without_a_start_does_nothing()
    {
        await using var scheduler = new SchedulerFixture();

        await scheduler.StopAsync();

        Assert.Empty(scheduler.Log.Entries);
    }

    [Fact]
    public async Task A_start_that_was_given_up_leaves_nothing_running()
    {
        await using var scheduler = new SchedulerFixture();
        var given = new FakeTerm(1, 7001);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scheduler.Service.StartAsync(given, new CancellationToken(canceled: true)));
        await scheduler.StartAsync(new FakeTerm(2, 7002));
        await Eventually.TrueAsync(() => scheduler.Lines().Count >= 3, "the next term to write");

        Assert.Equal(0, given.Checks);
    }

    [Fact]
    public async Task A_node_name_with_spaces_stays_one_word()
    {
        await using var scheduler = new SchedulerFixture("my node\n1");

        await scheduler.StartAsync(new FakeTerm(1, 8001));
        await Eventually.TrueAsync(() => scheduler.Lines().Count >= 1, "a run on file");

        Assert.Equal(["my_node_1", "1", "8001"], scheduler.Lines()[0][1..]);
    }

    private static bool IsWaitingForOneRun(LogEntry entry)
        => entry.Category.StartsWith("Quartz", StringComparison.Ordinal) && entry.Message.StartsWith("Waiting for 1 thread", StringComparison.Ordinal);

    private static Task<IDisposable> HoldStorageAsync(SchedulerFixture scheduler)
        => new FileLock(scheduler.OutputFile + ".lock", TimeProvider.System).AcquireAsync(CancellationToken.None);
}

using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Services;

/// <summary>Services that prepare while another node leads.</summary>
public sealed class WarmStandbyTests : ElectionStory
{
    private const int Prepared = 5051;
    private const int PrepareFailed = 5052;
    private const int StillPreparing = 5053;

    private readonly TaskCompletionSource _release = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task One_prepares_while_it_is_a_follower_and_starts_when_that_has_ended()
    {
        var a = await World.LeaderAsync("a");
        var (b, standby) = await FollowerAsync(static token => Task.Delay(Timeout.Infinite, token));
        await World.StillAsync(() => standby.Calls == 1, "b to prepare");
        await World.PassAsync(T);
        Assert.Equal(1, standby.Calls);
        Assert.False(standby.Token.IsCancellationRequested);

        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");

        Assert.True(standby.Token.IsCancellationRequested);
        Assert.Equal(["b prepares", "b prepared", "b starts"], Journal.Lines.Where(static line => line[0] == 'b'));
        Assert.Empty(b.Logs.WithEventId(PrepareFailed));
    }

    [Fact]
    public async Task One_prepares_once_in_each_stay_in_the_queue()
    {
        await World.LeaderAsync("a");
        var (b, standby) = await FollowerAsync(static _ => Task.CompletedTask);
        await World.StillAsync(() => b.Logs.WithEventId(Prepared).Count == 1, "b to be prepared");
        await World.PassAsync(3 * T);
        Assert.Equal(1, standby.Calls);

        World.Ensemble.Expire(b.Network.Current.Id);
        await World.UntilAsync(() => standby.Calls == 2, "b to prepare again");

        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
    }

    [Fact]
    public async Task A_node_that_is_alone_leads_unprepared()
    {
        var standby = new StandbyService(Journal, "b", static _ => Task.CompletedTask);
        var node = await World.LeaderAsync("b", services: _ => [standby]);

        Assert.Equal(0, standby.Calls);
        Assert.Equal(LeadershipPhase.Leading, node.Phase);
    }

    [Fact]
    public async Task One_that_fails_tries_again_after_growing_pauses_and_hinders_nothing()
    {
        var a = await World.LeaderAsync("a");
        var (b, standby) = await FollowerAsync(static _ => throw new IOException("The disk is full."));
        await World.UntilAsync(() => standby.Calls == 6, "six tries", TimeSpan.FromMinutes(5));

        var pauses = standby.Times.Zip(standby.Times.Skip(1), World.Clock.GetElapsedTime).ToList();
        Assert.InRange(pauses[0], TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2) + ElectionWorld.Step);
        Assert.InRange(pauses[4], TimeSpan.FromSeconds(16), TimeSpan.FromSeconds(32) + ElectionWorld.Step);
        Assert.All(b.Logs.WithEventId(PrepareFailed), static e => Assert.IsType<IOException>(e.Exception));
        Assert.StartsWith("StandbyService failed to prepare", b.Logs.WithEventId(PrepareFailed)[0].Message, StringComparison.Ordinal);
        Assert.Null(b.Status.LastError);

        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead at once");
    }

    [Fact]
    public async Task Taking_over_waits_for_one_that_pays_no_heed_names_it_and_keeps_the_lease()
    {
        var a = await World.LeaderAsync("a");
        var (b, standby) = await FollowerAsync(_ => _release.Task);
        await World.StillAsync(() => standby.Calls == 1, "b to prepare");
        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => b.Logs.WithEventId(StillPreparing).Count == 1, "the wait to be told");
        Assert.StartsWith("StandbyService has not returned from its PrepareAsync for 1 s", b.Logs.WithEventId(StillPreparing)[0].Message, StringComparison.Ordinal);

        await World.PassAsync(3 * T);
        Assert.Equal(LeadershipPhase.Starting, b.Phase);
        Assert.True(b.IsLeader);
        Assert.Equal(LeadershipPhase.Waiting, a.Phase);
        Assert.Empty(Journal.Running);
        Assert.Contains("StandbyService has not returned from its PrepareAsync", b.Status.LastError, StringComparison.Ordinal);

        _release.SetResult();
        await World.StillAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        Assert.Equal(["b prepares", "b prepared", "b starts"], Journal.Lines.Where(static line => line[0] == 'b'));
        Assert.Null(b.Status.LastError);
    }

    [Fact]
    public async Task A_term_that_ends_while_it_waits_starts_nothing()
    {
        var a = await World.LeaderAsync("a");
        var (b, standby) = await FollowerAsync(_ => _release.Task);
        await World.StillAsync(() => standby.Calls == 1, "b to prepare");
        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Starting && a.Phase == LeadershipPhase.Waiting, "b to wait, and a behind it");

        await InNoTimeAsync(b.Election.ResignAsync(default), "b to resign");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading && b.Phase == LeadershipPhase.Waiting, "a to lead");
        Assert.Equal(1, standby.Calls);

        // The next call waits for the one that is still under way.
        _release.SetResult();
        await World.StillAsync(() => standby.Calls == 2, "b to prepare again");
        Assert.DoesNotContain("b starts", Journal.Lines);
    }

    [Fact]
    public async Task Closing_cancels_it_and_waits_until_it_has_ended()
    {
        await World.LeaderAsync("a");
        var (b, standby) = await FollowerAsync(_ => _release.Task);
        await World.StillAsync(() => standby.Calls == 1, "b to prepare");

        var closing = b.Election.CloseAsync(default);
        await World.StillAsync(() => b.Phase == LeadershipPhase.Closed && standby.Token.IsCancellationRequested, "b to have left the queue");
        Assert.False(closing.IsCompleted);

        _release.SetResult();
        await InNoTimeAsync(closing, "b to close");
    }

    [Fact]
    public async Task One_that_is_disposed_of_without_being_closed_is_cancelled()
    {
        await World.LeaderAsync("a");
        var (b, standby) = await FollowerAsync(static token => Task.Delay(Timeout.Infinite, token));
        await World.StillAsync(() => standby.Calls == 1, "b to prepare");

        await b.DisposeAsync();

        Assert.True(standby.Token.IsCancellationRequested);
    }

    private async Task<(ElectionNode Node, StandbyService Standby)> FollowerAsync(Func<CancellationToken, Task> prepare)
    {
        var standby = new StandbyService(Journal, "b", prepare) { Clock = World.Clock };
        var node = World.Add("b", services: _ => [standby]);
        node.Start();
        await World.UntilAsync(() => node.Phase == LeadershipPhase.Waiting && node.Status.Leader is not null, "b to wait");
        return (node, standby);
    }

    private sealed class StandbyService(Journal journal, string node, Func<CancellationToken, Task> prepare) : ILeaderOnlyService, IWarmStandby
    {
        private int _calls;

        public TimeProvider Clock { get; init; } = TimeProvider.System;

        public int Calls => Volatile.Read(ref _calls);

        public CancellationToken Token { get; private set; }

        public List<long> Times { get; } = [];

        public async Task PrepareAsync(CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            Times.Add(Clock.GetTimestamp());
            journal.Note(node, "prepares");
            Interlocked.Increment(ref _calls);
            try
            {
                await prepare(cancellationToken);
            }
            finally
            {
                journal.Note(node, "prepared");
            }
        }

        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            journal.Enter(node);
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            journal.Leave(node);
            return Task.CompletedTask;
        }
    }
}

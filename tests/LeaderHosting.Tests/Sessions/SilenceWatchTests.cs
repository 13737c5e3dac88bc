using LeaderHosting.Coordination;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.Sessions;

/// <summary>A session of T = 10 s whose servers keep the connection, but do not answer requests.</summary>
public sealed class SilenceWatchTests : LiveSessionStory
{
    private static readonly CoordinationOperation[] Commit = [new CoordinationOperation.Check("/a")];

    private long Ordinal => Session.Connection!.Ordinal;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_server_that_leaves_a_request_unanswered_for_the_session_timeout_is_left(bool committed)
    {
        Network.Decide(static _ => RequestFate.Held);
        var request = AskAsync(committed);

        Clock.Advance(T * 0.99);
        Assert.Equal(1, Ordinal);
        Assert.False(request.IsCompleted);

        Clock.Advance(T * 0.01);
        await LostAsync(request);
        Assert.Equal(2, Ordinal);
    }

    [Fact]
    public async Task Where_moving_on_does_not_help_the_patience_doubles_up_to_eight_timeouts()
    {
        Network.Decide(static _ => RequestFate.Held);
        foreach (var patience in new[] { 1, 2, 4, 8, 8 })
        {
            var before = Ordinal;
            var request = AskAsync(committed: true);
            Clock.Advance(patience * T * 0.99);
            Assert.Equal(before, Ordinal);
            Clock.Advance(patience * T * 0.01);
            await LostAsync(request);
            Assert.Equal(before + 1, Ordinal);
        }
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 2)]
    public async Task The_patience_is_restored_by_a_commit_and_not_by_a_read(bool committed, int patience)
    {
        Network.Decide(static _ => RequestFate.Held);
        var first = AskAsync(committed: true);
        Clock.Advance(T);
        await LostAsync(first);

        Network.Decide(null);
        await AskAsync(committed);

        Network.Decide(static _ => RequestFate.Held);
        var second = AskAsync(committed: true);
        await PassAsync(patience * T * 0.99);
        Assert.Equal(2, Ordinal);
        await PassAsync(patience * T * 0.1);
        await LostAsync(second);
        Assert.Equal(3, Ordinal);
    }

    [Fact]
    public async Task A_commit_that_is_refused_is_an_answer()
    {
        Network.Decide(static _ => RequestFate.Refused);
        for (var i = 0; i < 30; i++)
        {
            await Assert.ThrowsAsync<CoordinationException>(() => AskAsync(committed: true));
            await PassAsync(T / 10);
        }

        Assert.Equal(1, Ordinal);
    }

    [Fact]
    public async Task A_server_that_answers_something_is_not_left_while_requests_wait()
    {
        // One request is always under way, and each is answered within the timeout.
        var held = AskHeldAsync();
        for (var i = 0; i < 10; i++)
        {
            await PassAsync(T * 0.9);
            var next = AskHeldAsync();
            Network.Release();
            await held;
            await next;
            held = AskHeldAsync();
        }

        Assert.Equal(1, Ordinal);
        Network.Release();
        await held;
    }

    [Fact]
    public async Task Nothing_is_left_when_nothing_is_asked_and_no_timer_runs()
    {
        await AskAsync(committed: true);
        await PassAsync(3 * T);

        Assert.Equal(1, Ordinal);
        Assert.Equal(0, Clock.ActiveTimerCount);
    }

    [Fact]
    public async Task Time_without_a_connection_does_not_count()
    {
        Network.Cut();
        var request = AskAsync(committed: true);
        await PassAsync(5 * T);

        Network.Decide(static _ => RequestFate.Held);
        Network.Restore();
        var made = Ordinal;
        await PassAsync(T * 0.9);
        Assert.Equal(made, Ordinal);

        await PassAsync(T * 0.2);
        await LostAsync(request);
        Assert.Equal(made + 1, Ordinal);
    }

    private static async Task LostAsync(Task request)
    {
        var lost = await Assert.ThrowsAsync<CoordinationException>(() => request.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(CoordinationFault.ConnectionLost, lost.Fault);
    }

    private Task AskAsync(bool committed) => committed ? Session.CommitAsync(Commit, default) : Session.GetAsync("/a", default);

    private Task AskHeldAsync()
    {
        Network.Decide(static _ => RequestFate.Held);
        return AskAsync(committed: true);
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var i = 0; i < 100; i++)
        {
            await ThreadPoolRest.WaitAsync();
            Clock.Advance(time / 100);
        }

        await ThreadPoolRest.WaitAsync();
    }
}

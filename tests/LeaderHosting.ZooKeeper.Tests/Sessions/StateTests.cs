using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Sessions;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

public sealed class StateTests
{
    private static readonly (SessionState From, SessionState To)[] Legal =
    [
        (SessionState.Connecting, SessionState.Connected),
        (SessionState.Connecting, SessionState.Expired),
        (SessionState.Connecting, SessionState.Closed),
        (SessionState.Connecting, SessionState.AuthFailed),
        (SessionState.Connected, SessionState.Suspended),
        (SessionState.Connected, SessionState.Expired),
        (SessionState.Connected, SessionState.Closed),
        (SessionState.Connected, SessionState.AuthFailed),
        (SessionState.Suspended, SessionState.Connected),
        (SessionState.Suspended, SessionState.Expired),
        (SessionState.Suspended, SessionState.Closed),
        (SessionState.Suspended, SessionState.AuthFailed),
    ];

    [Fact]
    public void Only_these_moves_are_legal()
    {
        foreach (var from in Enum.GetValues<SessionState>())
        {
            foreach (var to in Enum.GetValues<SessionState>())
            {
                var fault = Record.Exception(() => SessionTransitions.Require(from, to));
                Assert.True(Legal.Contains((from, to)) == fault is null, $"{from} to {to}");
            }
        }
    }

    [Fact]
    public async Task Every_subscriber_starts_with_the_present_state_and_sees_every_change()
    {
        await using var session = new ScriptedSession();
        await using var early = session.Client.WatchStateAsync().GetAsyncEnumerator();
        var first = await session.ConnectAsync();
        await using var late = session.Client.WatchStateAsync().GetAsyncEnumerator();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        var second = await session.Network.AcceptSessionAsync();
        await session.WaitForAsync(SessionState.Connected);
        var closing = session.Client.CloseAsync();
        await second.ReplyAsync((await second.ReadAsync()).Xid);
        await closing.SoonAsync();

        var seen = await ReadAllAsync(early);
        Assert.Equal(
            [SessionState.Connecting, SessionState.Connected, SessionState.Suspended, SessionState.Connected, SessionState.Closed],
            seen.Select(change => change.State));
        Assert.Equal(seen.Skip(1), await ReadAllAsync(late));
        Assert.Equal([null, 1, null, 2, null], seen.Select(change => change.Connection?.Ordinal));
        Assert.Equal("The server closed the connection.", seen[2].Cause!.Message);
        Assert.Null(seen[4].Cause);
        Assert.Equal(seen.Select(change => change.Timestamp).Order(), seen.Select(change => change.Timestamp));

        await using var afterwards = session.Client.WatchStateAsync().GetAsyncEnumerator();
        Assert.Equal(SessionState.Closed, Assert.Single(await ReadAllAsync(afterwards)).State);
    }

    [Fact]
    public async Task A_subscription_can_be_cancelled_by_either_token()
    {
        await using var session = new ScriptedSession();
        using var cancellation = new CancellationTokenSource();
        await using var states = session.Client.WatchStateAsync(cancellation.Token).GetAsyncEnumerator();
        await using var others = session.Client.WatchStateAsync().WithCancellation(cancellation.Token).GetAsyncEnumerator();
        Assert.True(await states.MoveNextAsync());
        Assert.True(await others.MoveNextAsync());
        var next = states.MoveNextAsync().AsTask();
        var other = others.MoveNextAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.SoonAsync());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await other);
    }

    private static async Task<List<SessionStateChange>> ReadAllAsync(IAsyncEnumerator<SessionStateChange> states)
    {
        var all = new List<SessionStateChange>();
        while (await states.MoveNextAsync().AsTask().WaitAsync(Eventually.DefaultTimeout))
        {
            all.Add(states.Current);
        }

        return all;
    }
}

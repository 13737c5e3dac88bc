using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

public sealed class CancelTests
{
    [Fact]
    public async Task A_token_cancelled_before_sends_nothing()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        var request = session.Client.GetDataAsync("/cancelled", cancellation.Token);
        Assert.True(request.IsCanceled);
        await session.RoundTripAsync(server, zxid: 1);
    }

    [Fact]
    public async Task A_waiting_request_that_is_cancelled_is_never_sent()
    {
        await using var session = new ScriptedSession();
        using var cancellation = new CancellationTokenSource();
        var cancelled = session.Client.GetDataAsync("/cancelled", cancellation.Token).AsTask();
        var kept = session.Client.ExistsAsync("/kept").AsTask();
        await cancellation.CancelAsync();
        var thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.SoonAsync());
        Assert.Equal(cancellation.Token, thrown.CancellationToken);

        var server = await session.ConnectAsync();
        var request = await server.ReadAsync(OpCode.Exists);
        Assert.Equal("/kept", request.Path);
        await server.ReplyAsync(request.Xid, ZooKeeperErrorCode.NoNode);
        Assert.Null(await kept.SoonAsync());
    }

    [Fact]
    public async Task The_answer_to_a_cancelled_request_is_dropped_and_the_next_one_matched()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var cancelled = session.Client.GetDataAsync("/cancelled", cancellation.Token).AsTask();
        var kept = session.Client.GetDataAsync("/kept").AsTask();
        var first = await server.ReadAsync();
        var second = await server.ReadAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.SoonAsync());

        await server.ReplyAsync(first.Xid, new GetDataResponse([1], default));
        await server.ReplyAsync(second.Xid, new GetDataResponse([2], default));
        Assert.Equal([2], (await kept.SoonAsync()).Data);
    }

    [Fact]
    public async Task Requests_cancelled_during_a_long_outage_do_not_pile_up()
    {
        await using var session = new ScriptedSession();
        for (var i = 0; i < 10_000; i++)
        {
            using var cancellation = new CancellationTokenSource();
            var request = session.Client.WatchExistsAsync("/a", cancellation.Token).AsTask();
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        }

        var server = await session.ConnectAsync();
        await session.RoundTripAsync(server, zxid: 1);
    }

    [Fact]
    public async Task Every_request_gets_its_own_answer_while_others_are_cancelled()
    {
        const int Count = 20_000;
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var answering = AnswerAllAsync(server, Count);
        int answered = 0, cancelled = 0;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Count),
            new ParallelOptions { MaxDegreeOfParallelism = 50 },
            async (i, _) =>
            {
                using var cancellation = new CancellationTokenSource();
                var request = session.Client.GetDataAsync($"/{i}", cancellation.Token);
                if (i % 3 == 0)
                {
                    await cancellation.CancelAsync();
                }

                try
                {
                    Assert.Equal(i, BitConverter.ToInt32((await request).Data));
                    Interlocked.Increment(ref answered);
                }
                catch (OperationCanceledException)
                {
                    Interlocked.Increment(ref cancelled);
                }
            });
        await answering.SoonAsync();
        Assert.Equal(Count, answered + cancelled);
        Assert.InRange(answered, 2 * Count / 3, Count);
        Assert.Equal(SessionState.Connected, session.Client.State);
    }

    private static async Task AnswerAllAsync(ScriptedConnection server, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var request = await server.ReadAsync(OpCode.GetData);
            var number = int.Parse(request.Path[1..], System.Globalization.CultureInfo.InvariantCulture);
            await server.ReplyAsync(request.Xid, new GetDataResponse(BitConverter.GetBytes(number), default));
        }
    }
}

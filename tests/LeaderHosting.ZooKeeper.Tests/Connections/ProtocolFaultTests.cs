using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Connections;

/// <summary>What ends a connection: each time with a clear cause, with every request under way told, and with a new connection.</summary>
public sealed class ProtocolFaultTests
{
    [Fact]
    public Task An_answer_to_nothing() => EndsAsync(
        requests: 0,
        (server, _) => server.ReplyAsync(7),
        "The server answered request 7, but no request is waiting for an answer.");

    [Fact]
    public Task An_answer_with_an_unknown_number() => EndsAsync(
        requests: 1,
        (server, _) => server.ReplyAsync(999),
        "The server answered request 999, but request 1 (exists /0) comes first.");

    [Fact]
    public Task An_answer_out_of_order() => EndsAsync(
        requests: 2,
        (server, xids) => server.ReplyAsync(xids[1]),
        "The server answered request 2, but request 1 (exists /0) comes first.");

    [Fact]
    public Task A_second_answer() => EndsAsync(
        requests: 2,
        async (server, xids) =>
        {
            await server.ReplyAsync(xids[0], ZooKeeperErrorCode.NoNode);
            await server.ReplyAsync(xids[0], ZooKeeperErrorCode.NoNode);
        },
        "The server answered request 1, but request 2 (exists /1) comes first.",
        answered: 1);

    [Fact]
    public Task An_answer_to_a_ping_that_was_not_sent() => EndsAsync(
        requests: 1,
        (server, _) => server.ReplyAsync(SpecialXid.Ping),
        "The server answered a ping that was not sent.");

    [Fact]
    public Task An_answer_to_credentials_that_were_not_sent() => EndsAsync(
        requests: 1,
        (server, _) => server.ReplyAsync(SpecialXid.Auth),
        "The server answered credentials that were not sent.");

    [Fact]
    public Task An_answer_to_watches_that_were_not_set() => EndsAsync(
        requests: 1,
        (server, _) => server.ReplyAsync(SpecialXid.SetWatches),
        "The server answered a setWatches that was not sent.");

    [Fact]
    public Task A_negative_length() => EndsAsync(
        requests: 1,
        (server, _) => server.SendAsync(new byte[] { 0xff, 0xff, 0xff, 0xf0 }),
        "A packet announces -16 bytes");

    [Fact]
    public Task A_length_beyond_the_limit() => EndsAsync(
        requests: 1,
        (server, _) => server.SendAsync(new byte[] { 0x7f, 0xff, 0xff, 0xff }),
        "A packet announces 2147483647 bytes; between 0 and 1049599 are allowed.");

    [Fact]
    public Task A_packet_too_short_for_a_header() => EndsAsync(
        requests: 1,
        (server, _) => server.SendAsync(Wire.Frame([1, 2, 3])),
        "ReplyHeader.xid at byte 0: 4 bytes are needed, 3 are left of the packet.");

    [Fact]
    public Task An_answer_that_cannot_be_read() => EndsAsync(
        requests: 1,
        (server, xids) => server.ReplyAsync(xids[0]),
        "ExistsResponse.stat at byte 16: 8 bytes are needed, 0 are left of the packet.");

    [Fact]
    public Task A_stream_that_ends() => EndsAsync(
        requests: 3,
        (server, _) =>
        {
            server.Close();
            return Task.CompletedTask;
        },
        "The server closed the connection.");

    [Fact]
    public Task A_stream_that_ends_in_one_direction() => EndsAsync(
        requests: 3,
        (server, _) =>
        {
            server.CloseSending();
            return Task.CompletedTask;
        },
        "The server closed the connection.");

    [Fact]
    public Task A_stream_that_ends_within_a_packet() => EndsAsync(
        requests: 1,
        async (server, xids) =>
        {
            await server.SendAsync(Wire.Frame(Wire.Write(new ReplyHeader(xids[0], 1, ZooKeeperErrorCode.NoNode))).AsMemory(0, 12));
            server.CloseSending();
        },
        "The server closed the connection.");

    [Fact]
    public async Task The_transaction_that_such_an_answer_names_is_not_believed()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        await session.RoundTripAsync(first, zxid: 5);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        await first.ReplyAsync(999, zxid: long.MaxValue);

        var second = await session.Network.AcceptAsync();
        Assert.Equal(5, (await second.ReadConnectAsync()).LastZxidSeen);
    }

    [Fact]
    public async Task A_refusal_to_set_watches_again()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        var watching = session.Client.WatchExistsAsync("/w").AsTask();
        await first.ReplyAsync((await first.ReadAsync()).Xid, ZooKeeperErrorCode.NoNode);
        using var watched = await watching.SoonAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();

        var second = await session.Network.AcceptSessionAsync();
        await second.ReadAsync(OpCode.SetWatches);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        await second.ReplyAsync(SpecialXid.SetWatches, ZooKeeperErrorCode.MarshallingError);
        var third = await session.Network.AcceptSessionAsync();
        Assert.Equal(["/w"], (await third.ReadAsync(OpCode.SetWatches)).As<SetWatchesRequest>().ExistWatches);
    }

    [Fact]
    public async Task A_transaction_answered_with_another_number_of_results()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var request = session.Client.MultiAsync([ZooKeeperOperation.Check("/a"), ZooKeeperOperation.Check("/b")]).AsTask();
        var xid = (await server.ReadAsync(OpCode.Multi)).Xid;
        await server.ReplyAsync(xid, new MultiResponse([new MultiResult(OpCode.Check)]));
        var loss = await request.ThrowsAsync<ConnectionLossException>();
        Assert.Contains("A multi of 2 operations was answered with 1 results.", loss.Message, StringComparison.Ordinal);
        await session.WaitForAsync(SessionState.Suspended);
    }

    [Theory]
    [InlineData("was answered with 1 results", (int)OpCode.GetData)]
    [InlineData("was answered with more results", (int)OpCode.GetData, (int)OpCode.GetChildren, (int)OpCode.GetData)]
    [InlineData("getChildren /b was answered with a result of type 4", (int)OpCode.GetData, (int)OpCode.GetData)]
    [InlineData("getData /a was answered with a result of type -1", (int)OpCode.Error, (int)OpCode.GetChildren)]
    public async Task Several_reads_answered_with_other_results(string cause, params int[] results)
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var request = session.Client.MultiReadAsync([ZooKeeperRead.Data("/a"), ZooKeeperRead.Children("/b")]).AsTask();
        var xid = (await server.ReadAsync(OpCode.MultiRead)).Xid;
        await server.ReplyAsync(xid, new MultiResponse([.. results.Select(static type => new MultiResult((OpCode)type))]));
        var loss = await request.ThrowsAsync<ConnectionLossException>();
        Assert.Contains(cause, loss.Message, StringComparison.Ordinal);
        await session.WaitForAsync(SessionState.Suspended);
    }

    [Fact]
    public async Task A_request_that_the_server_does_not_know_is_answered_ahead_of_others_and_costs_them_the_connection()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        List<Task<Stat?>> earlier = [session.Client.ExistsAsync("/0").AsTask(), session.Client.ExistsAsync("/1").AsTask()];
        var unknown = session.Client.MultiReadAsync([ZooKeeperRead.Data("/a")]).AsTask();
        var later = session.Client.ExistsAsync("/2").AsTask();
        await first.ReadAsync(OpCode.Exists);
        await first.ReadAsync(OpCode.Exists);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        await first.ReplyAsync((await first.ReadAsync(OpCode.MultiRead)).Xid, ZooKeeperErrorCode.Unimplemented, zxid: -1);

        Assert.Equal("multiRead", (await unknown.ThrowsAsync<UnimplementedException>()).Operation);
        foreach (var lost in earlier.Append(later))
        {
            var loss = await lost.ThrowsAsync<ConnectionLossException>();
            Assert.Contains(
                "The server does not know request 3 (multiRead): it gives up the connection, and request 1 (exists /0) with it.",
                loss.Message,
                StringComparison.Ordinal);
        }

        Assert.True(first.Transport.IsAborted);
        await ResumesAsync(session);
    }

    [Fact]
    public Task Such_an_answer_with_an_unknown_number() => EndsAsync(
        requests: 2,
        (server, _) => server.ReplyAsync(999, ZooKeeperErrorCode.Unimplemented, zxid: -1),
        "The server answered request 999, but request 1 (exists /0) comes first.");

    [Fact]
    public async Task Whoever_hears_that_the_server_does_not_know_a_request_asks_the_next_connection()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        _ = session.Client.ExistsAsync("/0").AsTask();
        var asking = AskAsync();
        await first.ReadAsync(OpCode.Exists);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        await first.ReplyAsync((await first.ReadAsync(OpCode.MultiRead)).Xid, ZooKeeperErrorCode.Unimplemented, zxid: -1);

        var second = await session.Network.AcceptSessionAsync();
        await second.ReplyAsync((await second.ReadAsync(OpCode.Exists)).Xid, ZooKeeperErrorCode.NoNode);
        Assert.Null(await asking.SoonAsync());

        async Task<Stat?> AskAsync()
        {
            await Assert.ThrowsAsync<UnimplementedException>(async () => await session.Client.MultiReadAsync([ZooKeeperRead.Data("/a")]));
            return await session.Client.ExistsAsync("/a");
        }
    }

    [Fact]
    public async Task The_first_cause_is_the_one_that_is_kept()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        await server.ReplyAsync(1);
        server.Close();
        await session.WaitForAsync(SessionState.Suspended);
        var entry = await session.Logs.WaitForAsync(entry => entry.EventId.Id == 1002, "the loss");
        Assert.Contains("no request is waiting", entry.Message, StringComparison.Ordinal);
    }

    private static async Task EndsAsync(int requests, Func<ScriptedConnection, int[], Task> misbehave, string cause, int answered = 0)
    {
        await using var session = new ScriptedSession();
        await using var states = session.Client.WatchStateAsync().GetAsyncEnumerator();
        var server = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        var pending = Enumerable.Range(0, requests).Select(i => session.Client.ExistsAsync($"/{i}").AsTask()).ToList();
        var xids = new int[requests];
        for (var i = 0; i < requests; i++)
        {
            xids[i] = (await server.ReadAsync(OpCode.Exists)).Xid;
        }

        await misbehave(server, xids);
        foreach (var request in pending.Take(answered))
        {
            Assert.Null(await request.SoonAsync());
        }

        foreach (var request in pending.Skip(answered))
        {
            var loss = await request.ThrowsAsync<ConnectionLossException>();
            Assert.Contains(cause, loss.Message, StringComparison.Ordinal);
        }

        for (var state = SessionState.Connecting; state != SessionState.Suspended; state = states.Current.State)
        {
            Assert.True(await states.MoveNextAsync().AsTask().WaitAsync(Eventually.DefaultTimeout));
        }

        Assert.Contains(cause, states.Current.Cause!.Message, StringComparison.Ordinal);
        Assert.True(server.Transport.IsAborted);
        await ResumesAsync(session);
    }

    private static async Task ResumesAsync(ScriptedSession session)
    {
        var next = await session.Network.AcceptSessionAsync();
        await session.WaitForAsync(SessionState.Connected);
        await session.RoundTripAsync(next, zxid: 1);
    }
}

using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Connections;

/// <summary>With a session timeout of 9 s: a ping after 3 s in which nothing was sent, the end after 6 s in which no packet came.</summary>
public sealed class HeartbeatTests
{
    [Fact]
    public async Task Pings_when_nothing_was_sent_for_a_third_of_the_timeout()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        for (var i = 0; i < 5; i++)
        {
            session.Time.Advance(TimeSpan.FromSeconds(3));
            var ping = await server.ReadAsync();
            Assert.Equal(new RequestHeader(SpecialXid.Ping, OpCode.Ping), ping.Header);
            Assert.True(ping.Body.IsEmpty);
            await AnswerPingAsync(session, server, i);
        }

        Assert.Equal(SessionState.Connected, session.Client.State);
    }

    [Fact]
    public async Task A_request_puts_the_ping_off()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(2));
        await session.RoundTripAsync(server, zxid: 1);
        session.Time.Advance(TimeSpan.FromSeconds(2));
        await session.RoundTripAsync(server, zxid: 2);
        session.Time.Advance(TimeSpan.FromSeconds(3));
        await server.ReadAsync(OpCode.Ping);
    }

    [Fact]
    public async Task Silence_for_two_thirds_of_the_timeout_ends_the_connection()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var request = session.Client.GetDataAsync("/a").AsTask();
        session.Time.Advance(TimeSpan.FromSeconds(5.9));
        Assert.Equal(SessionState.Connected, session.Client.State);
        Assert.False(request.IsCompleted);

        session.Time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(SessionState.Suspended, session.Client.State);
        var loss = await request.ThrowsAsync<ConnectionLossException>();
        Assert.Contains("No packet was received for 6000 ms", loss.Message, StringComparison.Ordinal);
        Assert.True(server.Transport.IsAborted);

        var unread = await server.ReadToEndAsync();
        Assert.Equal([OpCode.GetData, OpCode.Ping], unread.Select(sent => sent.Type));
        await session.Network.AcceptSessionAsync();
    }

    [Fact]
    public async Task An_answer_that_comes_slowly_is_an_answer()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var getting = session.Client.GetDataAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        var answer = Wire.Frame(
            Wire.Write(new ReplyHeader(request.Xid, 1, ZooKeeperErrorCode.Ok)),
            Wire.Write(new GetDataResponse([7], default)));
        for (var i = 0; i < answer.Length; i++)
        {
            session.Time.Advance(TimeSpan.FromMilliseconds(50));
            await server.SendAsync(answer.AsMemory(i, 1));
        }

        Assert.Equal([7], (await getting.SoonAsync()).Data);
        Assert.Equal(SessionState.Connected, session.Client.State);
    }

    [Fact]
    public async Task A_byte_now_and_then_does_not_put_the_end_off()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var request = session.Client.GetDataAsync("/a").AsTask();
        await server.ReadAsync(OpCode.GetData);
        await server.SendAsync(new byte[] { 0, 0x0f, 0xff, 0xff });
        for (var i = 0; i < 2; i++)
        {
            session.Time.Advance(TimeSpan.FromSeconds(2.9));
            await server.SendAsync(new byte[] { 1 });
        }

        session.Time.Advance(TimeSpan.FromSeconds(0.2));
        var loss = await request.ThrowsAsync<ConnectionLossException>();
        Assert.Contains("No packet was received for 6000 ms", loss.Message, StringComparison.Ordinal);
        await session.Network.AcceptSessionAsync();
    }

    [Fact]
    public async Task Any_packet_puts_the_end_off()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        for (var i = 0; i < 5; i++)
        {
            session.Time.Advance(TimeSpan.FromSeconds(5));
            await server.ReadAsync(OpCode.Ping);
            await server.NotifyAsync(WatchEventType.NodeCreated, $"/{i}");
            await session.Logs.WaitForAsync(entry => entry.Message.Contains($"/{i}:", StringComparison.Ordinal), "the notification");
        }

        Assert.Equal(SessionState.Connected, session.Client.State);
    }

    [Fact]
    public async Task The_timeout_that_counts_is_the_one_that_was_granted()
    {
        await using var session = new ScriptedSession();
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptSessionAsync(timeout: 3000);
        await connecting.SoonAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        await server.ReadAsync(OpCode.Ping);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(SessionState.Suspended, session.Client.State);
    }

    /// <summary>Answers, and waits until the client has read it: what it logs of the notification comes after.</summary>
    private static async Task AnswerPingAsync(ScriptedSession session, ScriptedConnection server, int number)
    {
        await server.ReplyAsync(SpecialXid.Ping);
        await server.NotifyAsync(WatchEventType.NodeCreated, $"/{number}");
        await session.Logs.WaitForAsync(entry => entry.Message.Contains($"/{number}:", StringComparison.Ordinal), "the notification");
    }
}

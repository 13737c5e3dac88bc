using System.Net;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

public sealed class ConnectTests
{
    [Fact]
    public async Task Nothing_happens_before_the_start()
    {
        await using var session = new ScriptedSession();
        Assert.Equal(SessionState.Connecting, session.Client.State);
        Assert.Null(session.Client.Connection);
        Assert.Equal((0, TimeSpan.Zero), (session.Client.SessionId, session.Client.SessionTimeout));
        Assert.Empty(session.Network.Attempts);
        Assert.Equal(0, session.Time.ActiveTimerCount);
    }

    [Fact]
    public async Task Asks_for_a_new_session_and_takes_what_is_granted()
    {
        await using var session = new ScriptedSession();
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptAsync();
        var request = await server.ReadConnectAsync();
        Assert.Equal((0, 0L, 9000, 0L, false), (request.ProtocolVersion, request.LastZxidSeen, request.Timeout, request.SessionId, request.ReadOnly!.Value));
        Assert.Equal(new byte[16], request.Password.ToArray());
        Assert.False(connecting.IsCompleted);

        await server.GrantAsync(timeout: 6000);
        await connecting.SoonAsync();
        Assert.Equal(SessionState.Connected, session.Client.State);
        Assert.Equal((ScriptedConnection.SessionId, TimeSpan.FromSeconds(6)), (session.Client.SessionId, session.Client.SessionTimeout));
        Assert.Equal(new DnsEndPoint("a", 1), session.Client.Connection!.EndPoint);
        Assert.Equal((1, false, false), (session.Client.Connection.Ordinal, session.Client.Connection.Resumed, session.Client.Connection.IsReadOnly));
    }

    [Fact]
    public async Task The_connect_request_is_dated_before_it_leaves_and_the_answer_after_it_was_read()
    {
        await using var session = new ScriptedSession();
        var start = session.Time.GetTimestamp();
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptAsync();
        await server.ReadConnectAsync();
        session.Time.Advance(TimeSpan.FromMilliseconds(250));
        await server.GrantAsync();
        await connecting.SoonAsync();

        var connection = session.Client.Connection!;
        Assert.Equal(start, connection.ConnectRequestSentTimestamp);
        Assert.Equal(
            TimeSpan.FromMilliseconds(250),
            session.Time.GetElapsedTime(connection.ConnectRequestSentTimestamp, connection.ConnectAnsweredTimestamp));
    }

    [Fact]
    public async Task A_handshake_may_come_byte_by_byte()
    {
        await using var session = new ScriptedSession();
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptAsync();
        await server.ReadConnectAsync();
        foreach (var part in Wire.Frame(Wire.Write(new ConnectResponse(0, 9000, 7, ScriptedConnection.Password, false))))
        {
            await server.SendAsync(new[] { part });
        }

        await connecting.SoonAsync();
        Assert.Equal(7, session.Client.SessionId);
    }

    [Fact]
    public async Task Waiting_can_be_given_up_without_giving_up_the_client()
    {
        await using var session = new ScriptedSession();
        using var cancellation = new CancellationTokenSource();
        var connecting = session.Client.ConnectAsync(cancellation.Token);
        var server = await session.Network.AcceptAsync();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting.SoonAsync());

        var again = session.Client.ConnectAsync();
        await server.ReadConnectAsync();
        await server.GrantAsync();
        await again.SoonAsync();
    }

    [Fact]
    public async Task A_server_that_refuses_or_breaks_off_is_passed_over()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1,b:1,c:1");
        var refused = 0;
        session.Network.OnConnect = (_, _) => Interlocked.Increment(ref refused) == 1
            ? throw new IOException("refused")
            : Task.CompletedTask;
        var connecting = session.Client.ConnectAsync();

        var second = await session.Network.AcceptAsync();
        await second.ReadConnectAsync();
        second.Close();
        await session.Network.AcceptSessionAsync();
        await connecting.SoonAsync();
        Assert.Equal(3, session.Network.Attempts.Distinct().Count());
    }

    [Fact]
    public async Task Each_server_gets_its_share_of_the_session_timeout()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1,b:1,c:1");
        var connecting = session.Client.ConnectAsync();

        // The first accepts and says nothing; the second is a black hole; the third serves.
        var mute = await session.Network.AcceptAsync();
        session.Network.OnConnect = static (_, token) => Task.Delay(Timeout.Infinite, token);
        await AdvanceWhenDueAsync(session, TimeSpan.FromSeconds(3));
        await Eventually.TrueAsync(() => session.Network.Attempts.Count == 2, "the second attempt");
        Assert.True(mute.Transport.IsAborted);

        session.Network.OnConnect = static (_, _) => Task.CompletedTask;
        await AdvanceWhenDueAsync(session, TimeSpan.FromSeconds(3));
        await session.Network.AcceptSessionAsync();
        await connecting.SoonAsync();
        Assert.Contains("did not answer within 3000 ms", session.Logs.WithEventId(1003).Single().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Servers_that_take_a_request_for_a_session_and_say_nothing_are_waited_for_longer_each_round_up_to_two_thirds_of_the_session_timeout()
    {
        await using var session = new ScriptedSession(options =>
        {
            options.ConnectionString = "a:1,b:1,c:1";
            options.SessionTimeout = TimeSpan.FromSeconds(18);
        });
        session.Client.Start();

        foreach (var patience in new[] { 6, 12, 12 })
        {
            for (var i = 0; i < 3; i++)
            {
                await AcceptInSilenceAsync(session);
                await AdvanceWhenDueAsync(session, TimeSpan.FromSeconds(patience));
            }

            Assert.Single(session.Network.Attempts.CountBy(static endPoint => endPoint).Select(static pair => pair.Value).Distinct());
            await PassPauseAsync(session);
        }

        // A quorum that takes eleven seconds for a session grants one after all.
        var slow = await AcceptInSilenceAsync(session);
        session.Time.Advance(TimeSpan.FromSeconds(11));
        await slow.GrantAsync();
        await session.WaitForAsync(SessionState.Connected);
    }

    [Fact]
    public async Task Servers_that_are_not_reached_are_not_waited_for_any_longer()
    {
        await using var session = new ScriptedSession(options =>
        {
            options.ConnectionString = "a:1,b:1,c:1";
            options.SessionTimeout = TimeSpan.FromSeconds(18);
        });
        session.Client.Start();

        // One of three takes the request and is silent: from then on servers get more time to answer, but not to be reached.
        await AcceptInSilenceAsync(session);
        session.Network.OnConnect = static (_, token) => Task.Delay(Timeout.Infinite, token);
        for (var attempt = 1; attempt <= 6; attempt++)
        {
            var expected = attempt;
            await Eventually.TrueAsync(() => session.Network.Attempts.Count == expected, $"attempt {expected}");
            await AdvanceWhenDueAsync(session, TimeSpan.FromSeconds(6));
            if (attempt % 3 == 0)
            {
                await PassPauseAsync(session);
            }
        }
    }

    [Fact]
    public async Task A_session_that_is_resumed_has_no_time_for_more_patience()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1,b:1,c:1");
        session.Client.Start();
        for (var i = 0; i < 3; i++)
        {
            await AcceptInSilenceAsync(session);
            await AdvanceWhenDueAsync(session, TimeSpan.FromSeconds(3));
        }

        await PassPauseAsync(session);
        var server = await session.Network.AcceptSessionAsync();
        await session.WaitForAsync(SessionState.Connected);
        session.Time.Advance(TimeSpan.FromSeconds(1));
        server.Close();

        await AcceptInSilenceAsync(session);
        await AdvanceWhenDueAsync(session, TimeSpan.FromSeconds(3));
        await session.Network.AcceptSessionAsync();
        await session.WaitForAsync(SessionState.Connected);
    }

    [Fact]
    public async Task A_name_that_is_not_resolved_costs_its_share_and_no_more()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1,b:1");
        var resolve = session.Network.OnResolve;
        session.Network.OnResolve = async (_, token) =>
        {
            session.Network.OnResolve = resolve;
            await Task.Delay(Timeout.Infinite, token);
            return [];
        };
        var connecting = session.Client.ConnectAsync();
        await AdvanceWhenDueAsync(session, TimeSpan.FromSeconds(3));
        await session.Network.AcceptSessionAsync();
        await connecting.SoonAsync();
    }

    [Fact]
    public async Task All_addresses_of_a_name_are_tried_and_it_is_resolved_at_every_attempt()
    {
        await using var session = new ScriptedSession();
        EndPoint[] addresses = [new DnsEndPoint("a1", 1), new DnsEndPoint("a2", 1)];
        session.Network.OnResolve = (_, _) => Task.FromResult<IReadOnlyList<EndPoint>>(addresses);
        session.Network.OnConnect = (endPoint, _) => endPoint == addresses[0] ? throw new IOException("refused") : Task.CompletedTask;
        var connecting = session.Client.ConnectAsync();
        await session.Network.AcceptSessionAsync();
        await connecting.SoonAsync();
        Assert.Equal(addresses[1], session.Client.Connection!.EndPoint);
    }

    [Fact]
    public async Task After_a_fruitless_round_nothing_is_tried_until_time_has_passed()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1,b:1");
        session.Network.OnConnect = static (_, _) => throw new IOException("refused");
        session.Client.Start();
        await session.WaitForPauseAsync(attempts: 2);
        Assert.InRange(session.Time.NextDue!.Value, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

        session.Network.OnConnect = static (_, _) => Task.CompletedTask;
        session.Time.Advance(TimeSpan.FromMilliseconds(100));
        await session.Network.AcceptSessionAsync();
        Assert.Equal(3, session.Network.Attempts.Count);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_server_in_read_only_mode_is_taken_only_if_that_is_allowed(bool allowed)
    {
        await using var session = new ScriptedSession(options =>
        {
            options.ConnectionString = "a:1,b:1";
            options.AllowReadOnly = allowed;
        });
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptAsync();
        Assert.Equal(allowed, (await server.ReadConnectAsync()).ReadOnly);
        await server.GrantAsync(readOnly: true);
        if (!allowed)
        {
            await session.Network.AcceptSessionAsync();
        }

        await connecting.SoonAsync();
        Assert.Equal(allowed, session.Client.Connection!.IsReadOnly);
    }

    [Fact]
    public async Task A_session_that_only_a_read_only_server_knows_is_not_asked_for_elsewhere()
    {
        await using var session = new ScriptedSession(options => options.AllowReadOnly = true);
        var connecting = session.Client.ConnectAsync();
        var server = await session.Network.AcceptAsync();
        await server.ReadConnectAsync();
        await server.GrantAsync(sessionId: 5, readOnly: true);
        await connecting.SoonAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        server.Close();

        var next = await session.Network.AcceptAsync();
        Assert.Equal(0, (await next.ReadConnectAsync()).SessionId);
        await next.GrantAsync(sessionId: 6);
        await Eventually.TrueAsync(() => session.Client.SessionId == 6, "the session of the quorum");
    }

    [Theory]
    [InlineData("", 10, 1024, "ConnectionString: The connection string is empty")]
    [InlineData("a:x", 10, 1024, "ConnectionString: 'a:x'")]
    [InlineData("a", 0, 1024, "SessionTimeout is 00:00:00")]
    [InlineData("a", -1, 1024, "SessionTimeout")]
    [InlineData("a", 10_000_000, 1024, "SessionTimeout")]
    [InlineData("a", 10, 1023, "MaxPacketLength is 1023")]
    public void A_wrong_option_is_named(string connectionString, int seconds, int packetLength, string part)
    {
        var options = new ZooKeeperClientOptions
        {
            ConnectionString = connectionString,
            SessionTimeout = TimeSpan.FromSeconds(seconds),
            MaxPacketLength = packetLength,
        };
        Assert.Contains(part, Assert.Throws<ArgumentException>(() => new ZooKeeperClient(options)).Message, StringComparison.Ordinal);
    }

    private static async Task<ScriptedConnection> AcceptInSilenceAsync(ScriptedSession session)
    {
        var mute = await session.Network.AcceptAsync();
        await mute.ReadConnectAsync();
        return mute;
    }

    private static async Task PassPauseAsync(ScriptedSession session)
    {
        await session.WaitForPauseAsync(session.Network.Attempts.Count);
        session.Time.Advance(session.Time.NextDue!.Value);
    }

    private static async Task AdvanceWhenDueAsync(ScriptedSession session, TimeSpan due)
    {
        await Eventually.TrueAsync(() => session.Time.NextDue == due, $"a timer due in {due}", lastSeen: () => session.Time.NextDue.ToString());
        session.Time.Advance(due);
    }
}

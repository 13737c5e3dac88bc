using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Connections;

/// <summary>What may come where the answer to the connect request is due: the log names what was wrong, and the client goes to another server.</summary>
public sealed class HandshakeFaultTests
{
    [Fact]
    public Task Another_protocol() => IsPassedOverAsync(
        server => server.SendAsync("HTTP/1.1 400 Bad Request\r\n"u8.ToArray()),
        "A packet announces 1213486160 bytes; between 0 and 1049599 are allowed. Either the other side is no ZooKeeper");

    [Fact]
    public Task A_negative_length() => IsPassedOverAsync(
        server => server.SendAsync(new byte[] { 0x80, 0, 0, 0 }),
        "A packet announces -2147483648 bytes");

    [Fact]
    public Task A_packet_of_nothing() => IsPassedOverAsync(
        server => server.SendAsync(Wire.Frame([])),
        "ConnectResponse.protocolVersion at byte 0: 4 bytes are needed, 0 are left of the packet.");

    [Fact]
    public Task A_packet_that_is_cut_off() => IsPassedOverAsync(
        server => server.SendAsync(Wire.Frame(new byte[10])),
        "ConnectResponse.sessionId at byte 8: 8 bytes are needed, 2 are left of the packet.");

    [Fact]
    public Task A_password_that_is_longer_than_the_packet() => IsPassedOverAsync(
        server => server.SendAsync(Wire.Frame([.. new byte[16], 0x7f, 0xff, 0xff, 0xff, 1, 2, 3])),
        "ConnectResponse.passwd at byte 16: the length 2147483647 does not fit in the 3 bytes that are left of the packet.");

    [Fact]
    public Task An_end_in_one_direction() => IsPassedOverAsync(
        server =>
        {
            server.CloseSending();
            return Task.CompletedTask;
        },
        "The server closed the connection during the handshake.");

    [Fact]
    public Task Another_packet_where_the_answer_to_the_credentials_is_due() => IsPassedOverAsync(
        async server =>
        {
            await server.GrantAsync();
            await server.ReplyAsync(xid: 1);
        },
        "The server sent packet 1 where the answer to the credentials was due.",
        static options => options.AuthInfos.Add(new ZooKeeperAuthInfo("digest", "user:secret"u8.ToArray())));

    private static async Task IsPassedOverAsync(
        Func<ScriptedConnection, Task> misbehave, string cause, Action<ZooKeeperClientOptions>? configure = null)
    {
        await using var session = new ScriptedSession(options =>
        {
            options.ConnectionString = "a:1,b:2";
            configure?.Invoke(options);
        });
        session.Client.Start();
        var request = session.Client.ExistsAsync("/a").AsTask();
        var bad = await session.Network.AcceptAsync();
        await bad.ReadConnectAsync();
        await misbehave(bad);

        var good = await session.Network.AcceptSessionAsync();
        if (configure is not null)
        {
            await good.ReadAsync(OpCode.Auth);
            await good.ReplyAsync(SpecialXid.Auth);
        }

        await good.ReplyAsync((await good.ReadAsync(OpCode.Exists)).Xid, ZooKeeperErrorCode.NoNode);
        Assert.Null(await request.SoonAsync());
        Assert.True(bad.Transport.IsAborted);
        await session.Logs.WaitForAsync(entry => entry.Message.Contains(cause, StringComparison.Ordinal), cause);
    }
}

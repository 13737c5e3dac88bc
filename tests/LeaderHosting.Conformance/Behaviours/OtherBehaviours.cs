using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Requests and commands that fit nowhere else.</summary>
public abstract class OtherBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Fact]
    public async Task Requests_are_answered_in_order()
    {
        var sent = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            sent.Add(i % 2 == 0
                ? await Client.SendAsync(Op.Create, WireClient.CreateBody(Root + "/n-", [], CreateMode.PersistentSequential))
                : await Client.SendAsync(Op.Exists, new WireWriter().String(Root).Bool(false)));
        }

        var answered = new List<int>();
        for (var i = 0; i < 200; i++)
        {
            answered.Add((await Client.ReceiveReplyAsync())!.Xid);
        }

        Assert.Equal(sent, answered);
    }

    [Fact]
    public async Task A_read_behind_a_write_on_the_same_connection_sees_it()
    {
        await Client.SendAsync(Op.Create, WireClient.CreateBody(Root + "/a", [], CreateMode.Persistent));
        await Client.SendAsync(Op.Exists, new WireWriter().String(Root + "/a").Bool(false));

        (await Client.ReceiveReplyAsync())!.Ok();
        (await Client.ReceiveReplyAsync())!.Ok();
    }

    [Fact]
    public async Task A_ping_is_answered_under_its_own_number()
    {
        await Client.SendAsync(Op.Ping, xid: 77);

        var reply = await Client.ReceiveReplyAsync();

        Assert.Equal((-2, ZooKeeperErrorCode.Ok, 0), (reply!.Xid, reply.Error, reply.Body.Length));
    }

    [Fact]
    public async Task A_check_that_fails_alone_is_answered()
    {
        (await Client.RequestAsync(Op.Check, new WireWriter().String(Root).Int(5))).Fails(ZooKeeperErrorCode.BadVersion);
        (await Client.RequestAsync(Op.Check, new WireWriter().String(Root + "/none").Int(5))).Fails(ZooKeeperErrorCode.NoNode);
    }

    [Fact]
    public async Task Without_sasl_its_token_is_absent()
    {
        var reply = await Client.RequestAsync(Op.Sasl, new WireWriter().Buffer([]));

        Assert.Null(reply.Ok().Buffer());
        Assert.Equal(0, reply.Zxid);
    }

    [Fact]
    public async Task Reconfiguring_is_disabled() =>
        (await Client.RequestAsync(Op.Reconfig, new WireWriter().String("").String("").String("").Long(-1)))
            .Fails(ZooKeeperErrorCode.ReconfigDisabled);

    [Theory]
    [InlineData("ruok", "imok")]
    [InlineData("isro", "rw")]
    [InlineData("srvr", "Zookeeper version: 3.")]
    [InlineData("srvr", "\nMode: standalone\n")]
    [InlineData("srvr", "\nZxid: 0x")]
    [InlineData("stat", "\nClients:\n /127.0.0.1:")]
    [InlineData("mntr", "zk_server_state\tstandalone\n")]
    [InlineData("mntr", "\nzk_num_alive_connections\t")]
    [InlineData("mntr", "\nzk_znode_count\t")]
    [InlineData("mntr", "\nzk_packets_received\t")]
    [InlineData("conf", "\nminSessionTimeout=")]
    [InlineData("envi", "Environment:\nzookeeper.version=3.")]
    [InlineData("dump", "SessionTracker dump:\nSession Sets (")]
    [InlineData("dump", "\nSessions with Ephemerals (")]
    [InlineData("cons", "sid=0x")]
    [InlineData("wchs", " connections watching ")]
    [InlineData("wchs", "\nTotal watches:")]
    [InlineData("crst", "Connection stats reset.\n")]
    [InlineData("srst", "Server stats reset.\n")]
    public async Task Four_letter_commands_are_answered(string command, string expected) =>
        Assert.Contains(expected, await CommandAsync(command), StringComparison.Ordinal);

    [Fact]
    public async Task The_commands_know_sessions_watches_and_ephemerals()
    {
        await CreateAsync("e", CreateMode.Ephemeral);
        (await Client.GetDataAsync(Root, watch: true)).Ok();
        var session = $"0x{Client.Session.SessionId:x}";

        Assert.Contains($"{session}:\n\t{Root}/e\n", await CommandAsync("dump"), StringComparison.Ordinal);
        Assert.Contains($"{session}\n\t{Root}\n", await CommandAsync("wchc"), StringComparison.Ordinal);
        Assert.Contains($"{Root}\n\t{session}\n", await CommandAsync("wchp"), StringComparison.Ordinal);
        Assert.Contains($"sid={session}", await CommandAsync("cons"), StringComparison.Ordinal);
    }

    private async Task<string> CommandAsync(string command)
    {
        await using var connection = await WireConnection.OpenAsync(Server.EndPoint);
        await connection.SendRawAsync(System.Text.Encoding.ASCII.GetBytes(command));
        return await connection.ReceiveTextAsync();
    }
}

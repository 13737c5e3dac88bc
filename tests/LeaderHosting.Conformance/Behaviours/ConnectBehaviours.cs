using LeaderHosting.Conformance.Wire;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>The connect request and its answer.</summary>
public abstract class ConnectBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Theory]
    [InlineData(0, 2)]
    [InlineData(1, 2)]
    [InlineData(7, 7)]
    [InlineData(20, 20)]
    [InlineData(1000, 20)]
    public async Task The_timeout_is_kept_between_two_and_twenty_ticks(int ticksWanted, int ticksGranted)
    {
        var client = await ConnectAsync(timeout: Server.TickTime * ticksWanted);

        Assert.Equal((Server.TickTime * ticksGranted).TotalMilliseconds, client.Session.Timeout);
    }

    [Fact]
    public async Task A_new_session_has_an_id_and_a_password_of_sixteen_bytes()
    {
        var other = await ConnectAsync();

        Assert.NotEqual(0, Client.Session.SessionId);
        Assert.NotEqual(Client.Session.SessionId, other.Session.SessionId);
        Assert.Equal(16, Client.Session.Password.Length);
        Assert.NotEqual(Client.Session.Password, other.Session.Password);
    }

    [Theory]
    [InlineData(true, 37)]
    [InlineData(false, 36)]
    public async Task The_answer_has_a_read_only_byte_if_the_request_has_one(bool sendReadOnly, int length)
    {
        await using var client = await WireClient.ConnectAsync(Server.EndPoint, LongestTimeout, sendReadOnly: sendReadOnly);

        Assert.Equal(length, client.Session.Length);
    }

    [Fact]
    public async Task A_client_that_has_seen_a_newer_zxid_is_turned_away_without_an_answer()
    {
        await Client.ExistsAsync("/");

        Assert.Null(await WireClient.TryConnectAsync(Server.EndPoint, LongestTimeout, lastZxid: Client.LastZxid + (1L << 32)));
    }

    [Fact]
    public async Task A_client_that_has_seen_an_older_zxid_is_welcome()
    {
        await Client.ExistsAsync("/");

        var client = await ConnectAsync(lastZxid: Client.LastZxid);

        (await client.ExistsAsync("/")).Ok();
    }

    [Fact]
    public async Task Opening_a_session_is_a_transaction()
    {
        await Client.ExistsAsync(Root);
        var before = Client.LastZxid;

        await ConnectAsync();
        await Client.ExistsAsync(Root);

        Assert.Equal(before + 1, Client.LastZxid);
    }
}

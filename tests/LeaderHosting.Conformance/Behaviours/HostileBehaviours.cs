using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Bytes that no good client sends. They cost their sender at most its connection, and nobody else anything.</summary>
public abstract class HostileBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(0x100000)]
    [InlineData(int.MaxValue)]
    public async Task An_impossible_length_ends_the_connection(int length)
    {
        await using var connection = await WireConnection.OpenAsync(Server.EndPoint);
        await connection.SendRawAsync(new WireWriter().Int(length).ToArray());

        Assert.Null(await connection.ReceiveAsync());
        await AssertUnharmedAsync();
    }

    [Fact]
    public async Task An_impossible_length_after_the_greeting_ends_the_connection_and_not_the_session()
    {
        await using var connection = await WireConnection.OpenAsync(Server.EndPoint);
        await connection.SendAsync(new WireWriter().Int(0).Long(0).Int(0).Long(0).Buffer(new byte[16]).Bool(false).ToArray());
        Assert.NotNull(await connection.ReceiveAsync());
        await connection.SendRawAsync(new WireWriter().Int(int.MaxValue).ToArray());

        Assert.Null(await connection.ReceiveAsync());
        await AssertUnharmedAsync();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(24)]
    public async Task A_greeting_that_is_too_short_ends_the_connection(int length)
    {
        await using var connection = await WireConnection.OpenAsync(Server.EndPoint);
        await connection.SendAsync(new byte[length]);

        Assert.Null(await connection.ReceiveAsync());
        await AssertUnharmedAsync();
    }

    [Fact]
    public async Task A_greeting_may_come_byte_by_byte()
    {
        await using var connection = await WireConnection.OpenAsync(Server.EndPoint);
        foreach (var part in new WireWriter().Buffer(new WireWriter().Int(0).Long(0).Int(0).Long(0).Buffer(new byte[16]).Bool(false).ToArray()).ToArray())
        {
            await connection.SendRawAsync([part]);
        }

        Assert.Equal(37, (await connection.ReceiveAsync())!.Length);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(999)]
    public async Task An_unknown_request_is_answered_and_ends_the_connection(int op)
    {
        var other = await ConnectAsync();

        var reply = await other.RequestAsync(op);

        reply.Fails(ZooKeeperErrorCode.Unimplemented);
        Assert.Equal(-1, reply.Zxid);
        await other.ExpectEndAsync();
        await AssertUnharmedAsync();
    }

    [Theory]
    [InlineData(Op.Create)]
    [InlineData(Op.Delete)]
    [InlineData(Op.Exists)]
    [InlineData(Op.GetData)]
    [InlineData(Op.SetData)]
    [InlineData(Op.GetAcl)]
    [InlineData(Op.SetAcl)]
    [InlineData(Op.GetChildren)]
    [InlineData(Op.GetChildren2)]
    [InlineData(Op.Sync)]
    [InlineData(Op.Check)]
    [InlineData(Op.Multi)]
    [InlineData(Op.MultiRead)]
    [InlineData(Op.Create2)]
    [InlineData(Op.CreateTtl)]
    [InlineData(Op.CreateContainer)]
    [InlineData(Op.SetWatches)]
    [InlineData(Op.SetWatches2)]
    [InlineData(Op.AddWatch)]
    [InlineData(Op.RemoveWatches)]
    [InlineData(Op.CheckWatches)]
    public async Task A_request_that_ends_too_soon_is_refused_and_the_connection_goes_on(int op)
    {
        Assert.Equal(ZooKeeperErrorCode.MarshallingError, (await Client.RequestAsync(op, new WireWriter().Raw([0, 0]))).Error);
        Assert.Equal(ZooKeeperErrorCode.MarshallingError, (await Client.RequestAsync(op, new WireWriter().Int(-5).Bool(false).Int(-5))).Error);

        (await Client.ExistsAsync(Root)).Ok();
    }

    [Theory]
    [InlineData(Op.GetData)]
    [InlineData(Op.Exists)]
    [InlineData(Op.Delete)]
    public async Task A_request_without_a_path_is_refused(int op) =>
        (await Client.RequestAsync(op, new WireWriter().String(null).Int(0))).Fails(ZooKeeperErrorCode.MarshallingError);

    [Fact]
    public async Task A_packet_without_a_header_ends_the_connection()
    {
        await using var connection = await WireConnection.OpenAsync(Server.EndPoint);
        await connection.SendAsync(new WireWriter().Int(0).Long(0).Int(0).Long(0).Buffer(new byte[16]).Bool(false).ToArray());
        Assert.NotNull(await connection.ReceiveAsync());
        await connection.SendAsync([0, 0, 0]);

        Assert.Null(await connection.ReceiveAsync());
        await AssertUnharmedAsync();
    }

    [Fact]
    public async Task The_largest_packet_is_taken_and_one_byte_more_is_not()
    {
        const int largest = 0xfffff;
        var overhead = 8 + 4 + Root.Length + 4 + 4;
        (await Client.SetDataAsync(Root, new byte[largest - overhead])).Ok();
        Assert.Equal(largest - overhead, (await Client.StatAsync(Root)).DataLength);

        var other = await ConnectAsync();
        Assert.Null(await other.TryRequestAsync(Op.SetData, new WireWriter().String(Root).Buffer(new byte[largest - overhead + 1]).Int(-1)));
    }

    private async Task AssertUnharmedAsync() => (await Client.ExistsAsync(Root)).Ok();
}

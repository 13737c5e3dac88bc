using System.Buffers;
using System.IO.Pipelines;
using LeaderHosting.Conformance.Wire;

namespace LeaderHosting.Testing.Tests;

public sealed class MemoryConnectionTests : ServerTests
{
    [Fact]
    public async Task The_protocol_can_be_spoken_through_memory()
    {
        var pipe = await Server.ConnectInMemoryAsync();
        await SendAsync(pipe, new WireWriter().Int(0).Long(0).Int(4000).Long(0).Buffer(new byte[16]).Bool(false));
        var hello = await ReceiveAsync(pipe);
        Assert.Equal(0, hello.Int());
        Assert.Equal((int)Tick.TotalMilliseconds * 8, hello.Int());
        Assert.Equal(hello.Long(), Assert.Single(Server.Sessions).Id);

        await SendAsync(pipe, new WireWriter().Int(-2).Int(Op.Ping));
        Assert.Equal(-2, (await ReceiveAsync(pipe)).Int());

        await pipe.Output.CompleteAsync();
        await pipe.Input.CompleteAsync();
        await WaitForAsync(() => !Server.Sessions[0].IsConnected, "the connection to end");
    }

    [Fact]
    public async Task The_client_sees_the_end_of_the_connection()
    {
        var pipe = await Server.ConnectInMemoryAsync();
        await SendAsync(pipe, new WireWriter().Int(0).Long(0).Int(4000).Long(0).Buffer(new byte[16]).Bool(false));
        await ReceiveAsync(pipe);

        Server.Faults.DropConnections();

        Assert.True((await pipe.Input.ReadAsync()).IsCompleted);
    }

    [Fact]
    public async Task A_stopped_server_takes_no_connection()
    {
        await Server.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await Server.ConnectInMemoryAsync());
    }

    private static async Task SendAsync(IDuplexPipe pipe, WireWriter packet) =>
        await pipe.Output.WriteAsync(new WireWriter().Buffer(packet.ToArray()).ToArray());

    private static async Task<WireReader> ReceiveAsync(IDuplexPipe pipe)
    {
        var read = await pipe.Input.ReadAtLeastAsync(4);
        var length = new WireReader(read.Buffer.Slice(0, 4).ToArray()).Int();
        pipe.Input.AdvanceTo(read.Buffer.Start);
        read = await pipe.Input.ReadAtLeastAsync(4 + length);
        var packet = read.Buffer.Slice(4, length).ToArray();
        pipe.Input.AdvanceTo(read.Buffer.GetPosition(4 + length));
        return new WireReader(packet);
    }
}

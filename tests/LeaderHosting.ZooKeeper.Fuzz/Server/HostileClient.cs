using System.IO.Pipelines;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Tests;

namespace LeaderHosting.ZooKeeper.Fuzz.Server;

/// <summary>The client's side of one connection: sends what a real client has sent, but it arrives as the script says.</summary>
internal sealed class HostileClient
{
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromMilliseconds(500);

    private static readonly byte[][] Requests =
        [.. Recording.Packets.Where(static packet => !packet.FromServer && packet.Type != OpCode.CreateSession).Select(static packet => packet.Bytes)];

    private readonly IDuplexPipe _pipe;
    private readonly ConnectionScript _script;
    private readonly DistortedStream _stream;
    private readonly Task _reading;
    private bool _isClosed;

    public HostileClient(IDuplexPipe pipe, ConnectionScript script)
    {
        _pipe = pipe;
        _script = script;
        _stream = new DistortedStream(script, DeliverAsync);
        _reading = ReadToEndAsync();
    }

    /// <summary>Does what the script says, up to the end of the connection.</summary>
    /// <returns>Whether the connection is over; if not, the client has fallen silent.</returns>
    public async Task<bool> RunAsync()
    {
        var random = new Random(_script.Seed);
        await _stream.SendAsync(Wire.Frame(Wire.Write(new ConnectRequest(0, 0, (int)SessionTimeout.TotalMilliseconds, 0, new byte[16], ReadOnly: false))));
        while (!_stream.IsOver && !_isClosed)
        {
            await _stream.SendAsync(Wire.Frame(Requests[random.Next(Requests.Length)]));
        }

        switch (_script.End)
        {
            case ConnectionEnd.Close:
                await LeaveAsync();
                return true;
            case ConnectionEnd.HalfClose:
                await _pipe.Output.CompleteAsync();
                await _reading;
                return true;
            default:
                return false;
        }
    }

    /// <summary>Closes the connection both ways.</summary>
    public async Task LeaveAsync()
    {
        await _pipe.Output.CompleteAsync();
        _pipe.Input.CancelPendingRead();
        await _reading;
    }

    private async Task DeliverAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!_isClosed)
        {
            _isClosed = (await _pipe.Output.WriteAsync(bytes)).IsCompleted;
        }
    }

    private async Task ReadToEndAsync()
    {
        while (true)
        {
            var result = await _pipe.Input.ReadAsync();
            _pipe.Input.AdvanceTo(result.Buffer.End);
            if (result.IsCompleted || result.IsCanceled)
            {
                await _pipe.Input.CompleteAsync();
                return;
            }
        }
    }
}

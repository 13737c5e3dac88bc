using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>The server's end of a connection in memory.</summary>
internal sealed class ScriptedConnection
{
    public const long SessionId = 0x1234;

    private readonly Pipe _toServer = new(new PipeOptions(useSynchronizationContext: false, pauseWriterThreshold: 0));
    private readonly Pipe _toClient = new(new PipeOptions(useSynchronizationContext: false, pauseWriterThreshold: 0));

    public ScriptedConnection(EndPoint endPoint) => Transport = new MemoryTransport(endPoint, _toClient, _toServer);

    public static byte[] Password { get; } = [.. Enumerable.Range(1, 16).Select(i => (byte)i)];

    /// <summary>The client's end.</summary>
    public MemoryTransport Transport { get; }

    public async Task<ConnectRequest> ReadConnectAsync() => Wire.Read<ConnectRequest>(
        await TryReadPacketAsync() ?? throw new EndOfStreamException("The client has closed the connection; a connect request was expected."));

    public Task GrantAsync(long sessionId = SessionId, int timeout = 9000, bool readOnly = false) =>
        SendAsync(Wire.Frame(Wire.Write(new ConnectResponse(0, timeout, sessionId, Password, readOnly))));

    /// <summary>The next request.</summary>
    public async Task<ScriptedRequest> ReadAsync() =>
        await TryReadAsync() ?? throw new EndOfStreamException("The client has closed the connection; a request was expected.");

    /// <summary>The next request, or null when the client has closed the connection.</summary>
    public async Task<ScriptedRequest?> TryReadAsync() =>
        await TryReadPacketAsync() is { } packet ? new ScriptedRequest(Wire.Read<RequestHeader>(packet), packet.AsMemory(8)) : null;

    /// <summary>The next request, which must be of this kind.</summary>
    public async Task<ScriptedRequest> ReadAsync(OpCode type)
    {
        var request = await ReadAsync();
        Assert.Equal(type, request.Header.Type);
        return request;
    }

    /// <summary>Answers without a body.</summary>
    public Task ReplyAsync(int xid, ZooKeeperErrorCode error = ZooKeeperErrorCode.Ok, long zxid = 0) =>
        SendAsync(Wire.Frame(Wire.Write(new ReplyHeader(xid, zxid, error))));

    /// <summary>Answers.</summary>
    public Task ReplyAsync<TRecord>(int xid, TRecord body, long zxid = 0)
        where TRecord : IJuteRecord<TRecord> =>
        SendAsync(Wire.Frame(Wire.Write(new ReplyHeader(xid, zxid, ZooKeeperErrorCode.Ok)), Wire.Write(body)));

    /// <summary>Tells of a change.</summary>
    public Task NotifyAsync(WatchEventType type, string path) => SendAsync(Wire.Frame(
        Wire.Write(new ReplyHeader(SpecialXid.Notification, -1, ZooKeeperErrorCode.Ok)),
        Wire.Write(new WatcherEvent((int)type, WatcherEvent.SyncConnected, path))));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await _toClient.Writer.WriteAsync(bytes);

    /// <summary>Closes the connection from this side.</summary>
    public void Close()
    {
        CloseSending();
        _toServer.Reader.Complete();
    }

    /// <summary>Closes the direction to the client; what it sends is still read.</summary>
    public void CloseSending() => _toClient.Writer.Complete();

    /// <summary>Waits until the client has closed the connection, and returns the requests it had sent before.</summary>
    public async Task<IReadOnlyList<ScriptedRequest>> ReadToEndAsync()
    {
        var requests = new List<ScriptedRequest>();
        while (await TryReadAsync() is { } request)
        {
            requests.Add(request);
        }

        return requests;
    }

    private async Task<byte[]?> TryReadPacketAsync()
    {
        while (true)
        {
            var result = await _toServer.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout);
            var buffer = result.Buffer;
            if (FrameReader.TryRead(ref buffer, int.MaxValue, out var packet))
            {
                var bytes = packet.ToArray();
                _toServer.Reader.AdvanceTo(buffer.Start);
                return bytes;
            }

            _toServer.Reader.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                return null;
            }
        }
    }
}

using System.Net;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Wire;

/// <summary>
/// A client that does what it is told and nothing else: one request at a time, no pings, no reconnecting. Notifications that arrive are kept for
/// <see cref="EventsAsync"/>. For one thread.
/// </summary>
public sealed partial class WireClient : IAsyncDisposable
{
    private const int NotificationXid = -1;

    private readonly WireConnection _connection;
    private readonly Queue<WireEvent> _events = [];
    private int _xid;

    private WireClient(WireConnection connection, ConnectReply session)
    {
        _connection = connection;
        Session = session;
    }

    /// <summary>What the server answered to the connect request.</summary>
    public ConnectReply Session { get; }

    /// <summary>The zxid of the newest reply.</summary>
    public long LastZxid { get; private set; }

    /// <summary>Connects, and asserts that the server answers.</summary>
    public static async Task<WireClient> ConnectAsync(
        IPEndPoint endPoint, TimeSpan timeout, ConnectReply? resume = null, long lastZxid = 0, bool sendReadOnly = true) =>
        await TryConnectAsync(endPoint, timeout, resume, lastZxid, sendReadOnly) ?? throw new InvalidOperationException("The server refused the connection.");

    /// <summary>Connects; null when the server closes the connection in place of an answer.</summary>
    public static async Task<WireClient?> TryConnectAsync(
        IPEndPoint endPoint, TimeSpan timeout, ConnectReply? resume = null, long lastZxid = 0, bool sendReadOnly = true)
    {
        var request = new WireWriter().Int(0).Long(lastZxid).Int((int)timeout.TotalMilliseconds)
            .Long(resume?.SessionId ?? 0).Buffer(resume?.Password ?? new byte[16]);
        if (sendReadOnly)
        {
            request.Bool(false);
        }

        var connection = await WireConnection.OpenAsync(endPoint);
        await connection.SendAsync(request.ToArray());
        if (await connection.ReceiveAsync() is not { } reply)
        {
            await connection.DisposeAsync();
            return null;
        }

        var reader = new WireReader(reply);
        Assert.Equal(0, reader.Int());
        return new WireClient(connection, new ConnectReply(reader.Int(), reader.Long(), reader.Buffer()!, reply.Length));
    }

    /// <summary>Sends a request and waits for its reply.</summary>
    public async Task<WireReply> RequestAsync(int op, WireWriter? body = null, int? xid = null)
    {
        var reply = await TryRequestAsync(op, body, xid);
        Assert.NotNull(reply);
        return reply;
    }

    /// <summary>Sends a request and waits for its reply; null when the connection ends before.</summary>
    public async Task<WireReply?> TryRequestAsync(int op, WireWriter? body = null, int? xid = null)
    {
        var sent = await SendAsync(op, body, xid);
        var reply = await ReceiveReplyAsync();
        Assert.True(reply is null || reply.Xid == sent, "The reply bears the number of another request.");
        return reply;
    }

    /// <summary>Sends a request and does not wait.</summary>
    public async Task<int> SendAsync(int op, WireWriter? body = null, int? xid = null)
    {
        var number = xid ?? ++_xid;
        await _connection.SendAsync(new WireWriter().Int(number).Int(op).Raw(body?.ToArray() ?? []).ToArray());
        return number;
    }

    /// <summary>Waits for the next reply; null when the connection ends. Notifications that come before it are kept.</summary>
    public async Task<WireReply?> ReceiveReplyAsync()
    {
        while (await ReceiveAsync() is { } reply)
        {
            if (reply.Xid != NotificationXid)
            {
                LastZxid = Math.Max(LastZxid, reply.Zxid);
                return reply;
            }

            Keep(reply);
        }

        return null;
    }

    /// <summary>Waits until the server ends the connection.</summary>
    public async Task ExpectEndAsync()
    {
        while (await ReceiveAsync() is { } reply)
        {
            Assert.Equal(NotificationXid, reply.Xid);
            Keep(reply);
        }
    }

    /// <summary>Waits for the next notification, of those that nobody has asked for yet.</summary>
    public async Task<WireEvent> NextEventAsync()
    {
        while (_events.Count == 0)
        {
            var reply = await ReceiveAsync();
            Assert.NotNull(reply);
            Assert.Equal(NotificationXid, reply.Xid);
            Keep(reply);
        }

        return _events.Dequeue();
    }

    /// <summary>
    /// Takes all notifications that the server has sent so far: none can come later than the reply to a ping that is sent now.
    /// </summary>
    public async Task<WireEvent[]> EventsAsync()
    {
        (await RequestAsync(Op.Ping, xid: -2)).Ok();
        var events = _events.ToArray();
        _events.Clear();
        return events;
    }

    /// <summary>Breaks the connection without a word; the session lives on.</summary>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private async Task<WireReply?> ReceiveAsync()
    {
        if (await _connection.ReceiveAsync() is not { } packet)
        {
            return null;
        }

        var reader = new WireReader(packet);
        return new WireReply(reader.Int(), reader.Long(), (ZooKeeperErrorCode)reader.Int(), packet[16..]);
    }

    private void Keep(WireReply notification)
    {
        // Servers before 3.9 send no zxid in a notification.
        Assert.True(notification.Zxid is -1 or > 0);
        var reader = notification.Ok();
        var type = (WireEventType)reader.Int();
        Assert.Equal(3, reader.Int());
        _events.Enqueue(new WireEvent(type, reader.String()!));
        Assert.True(reader.AtEnd);
    }
}

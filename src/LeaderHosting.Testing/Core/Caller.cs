using System.Net;
using LeaderHosting.Testing.Security;
using LeaderHosting.Testing.Sessions;
using LeaderHosting.Testing.Watches;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Core;

/// <summary>Who is at the other end of one connection: its session, what it has shown of who it is, and its numbers for <c>cons</c>.</summary>
internal sealed class Caller : IWatcher
{
    private readonly List<Credential> _credentials;

    private readonly ServerStatistics _server;

    public Caller(IReplySink sink, IPEndPoint remote, DateTimeOffset established, ServerStatistics server)
    {
        _server = server;
        Sink = sink;
        Remote = remote;
        Established = established;
        _credentials = [new Credential("ip", Address)];
    }

    public IReplySink Sink { get; }

    public IPEndPoint Remote { get; }

    public DateTimeOffset Established { get; }

    public string Address => Remote.Address.ToString();

    /// <summary>The session that the connection speaks for, once it has said hello.</summary>
    public Session? Session { get; set; }

    public long SessionId => Session?.Id ?? 0;

    /// <summary>Whether this server makes nodes with a time to live.</summary>
    public bool TtlNodes { get; init; }

    public IReadOnlyCollection<Credential> Credentials => _credentials;

    public CallerStatistics Statistics { get; } = new();

    public void Add(Credential credential)
    {
        if (!_credentials.Contains(credential))
        {
            _credentials.Add(credential);
        }
    }

    public void Notify(WatchEventKind kind, string path, Acl[] acl)
    {
        if (AclRules.Allows(acl, AclPermissions.Read, _credentials))
        {
            Notify(kind, path);
        }
    }

    /// <summary>Queues a notification without asking whether the client may read the node.</summary>
    public void Notify(WatchEventKind kind, string path) => Send(Frames.Notification(kind, path));

    /// <summary>Notes that a packet has come.</summary>
    public void CountReceived()
    {
        _server.Received++;
        Statistics.Received++;
    }

    /// <summary>Queues a packet.</summary>
    public void Send(byte[] frame)
    {
        CountSent();
        Sink.Send(frame);
    }

    /// <summary>Sends a packet in place of all that is queued, and ends the connection.</summary>
    public void SendLast(byte[] frame)
    {
        CountSent();
        Sink.CloseWith(frame);
    }

    private void CountSent()
    {
        _server.Sent++;
        Statistics.Sent++;
    }
}

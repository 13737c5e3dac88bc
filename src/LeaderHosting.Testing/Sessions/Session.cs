using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing.Sessions;

/// <summary>A client's session: it outlives its connections and ends by being closed or by falling silent.</summary>
internal sealed class Session(long id, byte[] password, int timeout)
{
    public long Id { get; } = id;

    public byte[] Password { get; } = password;

    /// <summary>The timeout in milliseconds that was negotiated by the newest connection.</summary>
    public int Timeout { get; set; } = timeout;

    /// <summary>When the session expires unless it is touched before, in milliseconds of the server's clock.</summary>
    public long Deadline { get; set; }

    /// <summary>The connection that speaks for the session now, if any.</summary>
    public Caller? Connection { get; set; }
}

namespace LeaderHosting.ZooKeeper;

/// <summary>Where a session stands. <see cref="Expired"/>, <see cref="Closed"/> and <see cref="AuthFailed"/> are final: for a new session, make a new client.</summary>
public enum SessionState
{
    /// <summary>There has been no connection yet.</summary>
    Connecting,

    /// <summary>The session lives, and a server is connected.</summary>
    Connected,

    /// <summary>The connection is lost and another is being sought. Whether the session still lives is unknown until a server has been asked.</summary>
    Suspended,

    /// <summary>A server has said that the session is gone, and with it its ephemeral nodes and watches.</summary>
    Expired,

    /// <summary>The client was closed.</summary>
    Closed,

    /// <summary>A server refused the credentials.</summary>
    AuthFailed,
}

namespace LeaderHosting.ZooKeeper;

/// <summary>The connection broke before the answer came, so the request may have been applied.</summary>
/// <remarks>The client never repeats such a request by itself: read what became of it after reconnecting.</remarks>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class ConnectionLossException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.ConnectionLoss,
        operation,
        path,
        cause,
        "The connection broke before the answer came, so the request may have been applied.");

/// <summary>The session has expired: its ephemeral nodes and watches are gone, and a new client is needed.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class SessionExpiredException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.SessionExpired,
        operation,
        path,
        cause,
        "The session has expired: its ephemeral nodes and watches are gone, and a new client is needed.");

/// <summary>The session has moved to another server while this request was under way on the old connection.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class SessionMovedException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.SessionMoved,
        operation,
        path,
        cause,
        "The session has moved to another server while this request was under way on the old connection.");

/// <summary>The server does not know the session.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class UnknownSessionException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.UnknownSession,
        operation,
        path,
        cause,
        "The server does not know the session.");

/// <summary>A local session cannot own ephemeral nodes.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class EphemeralOnLocalSessionException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.EphemeralOnLocalSession,
        operation,
        path,
        cause,
        "A local session cannot own ephemeral nodes.");

/// <summary>The client is closed, or about to be.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class SessionClosedException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.Closing,
        operation,
        path,
        cause,
        "The client is closed, or about to be.");

namespace LeaderHosting.ZooKeeper;

/// <summary>The outcome of a request as ZooKeeper numbers it: <c>KeeperException.Code</c> of upstream 3.8.</summary>
/// <remarks>A newer server may send a number that has no name here; it arrives as that number.</remarks>
public enum ZooKeeperErrorCode
{
    /// <summary>It worked.</summary>
    Ok = 0,

    /// <summary>A fault inside the server. Not for clients; marks the codes above <see cref="ApiError"/>.</summary>
    SystemError = -1,

    /// <summary>A runtime inconsistency. In the results of a failed transaction: not tried, because an operation before it failed.</summary>
    RuntimeInconsistency = -2,

    /// <summary>The server found its data inconsistent.</summary>
    DataInconsistency = -3,

    /// <summary>The connection broke before the answer came: the request may have been applied.</summary>
    ConnectionLoss = -4,

    /// <summary>The request or its answer could not be encoded or decoded.</summary>
    MarshallingError = -5,

    /// <summary>The server does not know this kind of request.</summary>
    Unimplemented = -6,

    /// <summary>The operation took too long.</summary>
    OperationTimeout = -7,

    /// <summary>The server refused the arguments.</summary>
    BadArguments = -8,

    /// <summary>The server does not know the session.</summary>
    UnknownSession = -12,

    /// <summary>No quorum of the new configuration is connected and up to date.</summary>
    NewConfigNoQuorum = -13,

    /// <summary>Another reconfiguration is under way.</summary>
    ReconfigInProgress = -14,

    /// <summary>Marks the codes below: errors a client must expect.</summary>
    ApiError = -100,

    /// <summary>The node does not exist.</summary>
    NoNode = -101,

    /// <summary>The access control list does not allow it.</summary>
    NoAuth = -102,

    /// <summary>The node's version is not the one that was asked for.</summary>
    BadVersion = -103,

    /// <summary>Ephemeral nodes can have no children.</summary>
    NoChildrenForEphemerals = -108,

    /// <summary>The node exists already.</summary>
    NodeExists = -110,

    /// <summary>The node has children.</summary>
    NotEmpty = -111,

    /// <summary>The session has expired: its ephemeral nodes and watches are gone.</summary>
    SessionExpired = -112,

    /// <summary>An invalid callback. Kept for completeness.</summary>
    InvalidCallback = -113,

    /// <summary>The access control list is empty or malformed.</summary>
    InvalidAcl = -114,

    /// <summary>The server refused the credentials.</summary>
    AuthFailed = -115,

    /// <summary>The client is closing or closed. Known from upstream's C client; no server sends it.</summary>
    Closing = -116,

    /// <summary>The session has moved to another server, and this request came through the old connection.</summary>
    SessionMoved = -118,

    /// <summary>The server is in read-only mode and the request would change something.</summary>
    NotReadOnly = -119,

    /// <summary>A local session cannot own ephemeral nodes.</summary>
    EphemeralOnLocalSession = -120,

    /// <summary>There is no such watch.</summary>
    NoWatcher = -121,

    /// <summary>The request was not answered in time.</summary>
    RequestTimeout = -122,

    /// <summary>Reconfiguration is turned off.</summary>
    ReconfigDisabled = -123,

    /// <summary>The server closed the session because it demands SASL authentication.</summary>
    SessionClosedRequireSaslAuth = -124,

    /// <summary>A quota would be exceeded.</summary>
    QuotaExceeded = -125,

    /// <summary>The server shed the request under load.</summary>
    ThrottledOp = -127,
}

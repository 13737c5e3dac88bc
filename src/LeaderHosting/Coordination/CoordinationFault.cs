namespace LeaderHosting.Coordination;

/// <summary>The failures that the election tells apart. ZooKeeper's own code of each is named in its documentation.</summary>
public enum CoordinationFault
{
    /// <summary>Anything else; retried after a back-off.</summary>
    Other = 0,

    /// <summary>The connection broke while the request was under way; it may have been applied (CONNECTIONLOSS).</summary>
    ConnectionLost,

    /// <summary>The session has ended (SESSIONEXPIRED, or closed by this process).</summary>
    SessionLost,

    /// <summary>A znode does not exist (NONODE).</summary>
    NodeMissing,

    /// <summary>A znode exists already (NODEEXISTS).</summary>
    NodeExists,

    /// <summary>The data has another version than expected (BADVERSION).</summary>
    VersionMismatch,

    /// <summary>The ACL does not allow it (NOAUTH, INVALIDACL).</summary>
    NotAuthorized,

    /// <summary>The servers refused the credentials (AUTHFAILED).</summary>
    AuthenticationFailed,
}

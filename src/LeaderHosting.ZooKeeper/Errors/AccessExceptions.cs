namespace LeaderHosting.ZooKeeper;

/// <summary>The access control list of the node, or of its parent, does not allow it to this session.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NoAuthException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NoAuth,
        operation,
        path,
        cause,
        "The access control list of the node, or of its parent, does not allow it to this session.");

/// <summary>The access control list is empty, malformed, or names an identity that this session does not have.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class InvalidAclException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.InvalidAcl,
        operation,
        path,
        cause,
        "The access control list is empty, malformed, or names an identity that this session does not have.");

/// <summary>The server refused the credentials; the session can no longer be used.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class AuthFailedException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.AuthFailed,
        operation,
        path,
        cause,
        "The server refused the credentials; the session can no longer be used.");

/// <summary>The server closed the session because it demands SASL authentication.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class SessionClosedRequireSaslAuthException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.SessionClosedRequireSaslAuth,
        operation,
        path,
        cause,
        "The server closed the session because it demands SASL authentication.");

/// <summary>The server is in read-only mode, cut off from its quorum, and the request would change something.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NotReadOnlyException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NotReadOnly,
        operation,
        path,
        cause,
        "The server is in read-only mode, cut off from its quorum, and the request would change something.");

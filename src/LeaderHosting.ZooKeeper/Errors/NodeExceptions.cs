namespace LeaderHosting.ZooKeeper;

/// <summary>The node does not exist.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NoNodeException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NoNode,
        operation,
        path,
        cause,
        "The node does not exist.");

/// <summary>A node with this path exists already.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NodeExistsException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NodeExists,
        operation,
        path,
        cause,
        "A node with this path exists already.");

/// <summary>The node has children; only a node without children can be deleted.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NotEmptyException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NotEmpty,
        operation,
        path,
        cause,
        "The node has children; only a node without children can be deleted.");

/// <summary>The node's version is not the one the request named: somebody has changed it since.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class BadVersionException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.BadVersion,
        operation,
        path,
        cause,
        "The node's version is not the one the request named: somebody has changed it since.");

/// <summary>The parent is ephemeral, and ephemeral nodes can have no children.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NoChildrenForEphemeralsException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NoChildrenForEphemerals,
        operation,
        path,
        cause,
        "The parent is ephemeral, and ephemeral nodes can have no children.");

/// <summary>This session has no such watch on the node.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NoWatcherException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NoWatcher,
        operation,
        path,
        cause,
        "This session has no such watch on the node.");

/// <summary>A quota on the tree would be exceeded.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class QuotaExceededException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.QuotaExceeded,
        operation,
        path,
        cause,
        "A quota on the tree would be exceeded.");

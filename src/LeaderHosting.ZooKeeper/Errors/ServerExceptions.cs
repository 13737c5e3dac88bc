namespace LeaderHosting.ZooKeeper;

/// <summary>The server met an internal error.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class SystemErrorException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.SystemError,
        operation,
        path,
        cause,
        "The server met an internal error.");

/// <summary>A runtime inconsistency; or, in a transaction, an operation that was not tried because one before it failed.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class RuntimeInconsistencyException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.RuntimeInconsistency,
        operation,
        path,
        cause,
        "A runtime inconsistency; or, in a transaction, an operation that was not tried because one before it failed.");

/// <summary>The server found its data inconsistent.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class DataInconsistencyException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.DataInconsistency,
        operation,
        path,
        cause,
        "The server found its data inconsistent.");

/// <summary>An API error without a code of its own.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class ApiErrorException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.ApiError,
        operation,
        path,
        cause,
        "An API error without a code of its own.");

/// <summary>The ensemble does not allow itself to be reconfigured.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class ReconfigDisabledException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.ReconfigDisabled,
        operation,
        path,
        cause,
        "The ensemble does not allow itself to be reconfigured.");

/// <summary>Another reconfiguration of the ensemble is under way.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class ReconfigInProgressException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.ReconfigInProgress,
        operation,
        path,
        cause,
        "Another reconfiguration of the ensemble is under way.");

/// <summary>No quorum of the new configuration is connected and up to date.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class NewConfigNoQuorumException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.NewConfigNoQuorum,
        operation,
        path,
        cause,
        "No quorum of the new configuration is connected and up to date.");

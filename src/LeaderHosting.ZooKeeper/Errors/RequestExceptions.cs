namespace LeaderHosting.ZooKeeper;

/// <summary>The server refused the arguments.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class BadArgumentsException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.BadArguments,
        operation,
        path,
        cause,
        "The server refused the arguments.");

/// <summary>The request or its answer could not be encoded or decoded.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class MarshallingErrorException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.MarshallingError,
        operation,
        path,
        cause,
        "The request or its answer could not be encoded or decoded.");

/// <summary>The server does not know this kind of request; it may be too old.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class UnimplementedException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.Unimplemented,
        operation,
        path,
        cause,
        "The server does not know this kind of request; it may be too old.");

/// <summary>The operation took too long.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class OperationTimeoutException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.OperationTimeout,
        operation,
        path,
        cause,
        "The operation took too long.");

/// <summary>The request was not answered in time.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class RequestTimeoutException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.RequestTimeout,
        operation,
        path,
        cause,
        "The request was not answered in time.");

/// <summary>The server shed the request under load.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class ThrottledOpException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.ThrottledOp,
        operation,
        path,
        cause,
        "The server shed the request under load.");

/// <summary>The callback is invalid.</summary>
/// <inheritdoc cref="ZooKeeperException(ZooKeeperErrorCode, string, string?, Exception?, string?)" path="/param"/>
public sealed class InvalidCallbackException(string operation, string? path, Exception? cause = null)
    : ZooKeeperException(
        ZooKeeperErrorCode.InvalidCallback,
        operation,
        path,
        cause,
        "The callback is invalid.");

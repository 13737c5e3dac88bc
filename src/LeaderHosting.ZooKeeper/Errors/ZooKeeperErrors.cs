namespace LeaderHosting.ZooKeeper;

/// <summary>Turns a code into the exception that stands for it.</summary>
internal static class ZooKeeperErrors
{
    public static ZooKeeperException Create(ZooKeeperErrorCode code, string operation, string? path, Exception? cause = null) => code switch
    {
        ZooKeeperErrorCode.NoNode => new NoNodeException(operation, path, cause),
        ZooKeeperErrorCode.NodeExists => new NodeExistsException(operation, path, cause),
        ZooKeeperErrorCode.NotEmpty => new NotEmptyException(operation, path, cause),
        ZooKeeperErrorCode.BadVersion => new BadVersionException(operation, path, cause),
        ZooKeeperErrorCode.NoChildrenForEphemerals => new NoChildrenForEphemeralsException(operation, path, cause),
        ZooKeeperErrorCode.NoWatcher => new NoWatcherException(operation, path, cause),
        ZooKeeperErrorCode.QuotaExceeded => new QuotaExceededException(operation, path, cause),
        ZooKeeperErrorCode.NoAuth => new NoAuthException(operation, path, cause),
        ZooKeeperErrorCode.InvalidAcl => new InvalidAclException(operation, path, cause),
        ZooKeeperErrorCode.AuthFailed => new AuthFailedException(operation, path, cause),
        ZooKeeperErrorCode.SessionClosedRequireSaslAuth => new SessionClosedRequireSaslAuthException(operation, path, cause),
        ZooKeeperErrorCode.NotReadOnly => new NotReadOnlyException(operation, path, cause),
        ZooKeeperErrorCode.ConnectionLoss => new ConnectionLossException(operation, path, cause),
        ZooKeeperErrorCode.SessionExpired => new SessionExpiredException(operation, path, cause),
        ZooKeeperErrorCode.SessionMoved => new SessionMovedException(operation, path, cause),
        ZooKeeperErrorCode.UnknownSession => new UnknownSessionException(operation, path, cause),
        ZooKeeperErrorCode.EphemeralOnLocalSession => new EphemeralOnLocalSessionException(operation, path, cause),
        ZooKeeperErrorCode.Closing => new SessionClosedException(operation, path, cause),
        ZooKeeperErrorCode.BadArguments => new BadArgumentsException(operation, path, cause),
        ZooKeeperErrorCode.MarshallingError => new MarshallingErrorException(operation, path, cause),
        ZooKeeperErrorCode.Unimplemented => new UnimplementedException(operation, path, cause),
        ZooKeeperErrorCode.OperationTimeout => new OperationTimeoutException(operation, path, cause),
        ZooKeeperErrorCode.RequestTimeout => new RequestTimeoutException(operation, path, cause),
        ZooKeeperErrorCode.ThrottledOp => new ThrottledOpException(operation, path, cause),
        ZooKeeperErrorCode.InvalidCallback => new InvalidCallbackException(operation, path, cause),
        ZooKeeperErrorCode.SystemError => new SystemErrorException(operation, path, cause),
        ZooKeeperErrorCode.RuntimeInconsistency => new RuntimeInconsistencyException(operation, path, cause),
        ZooKeeperErrorCode.DataInconsistency => new DataInconsistencyException(operation, path, cause),
        ZooKeeperErrorCode.ApiError => new ApiErrorException(operation, path, cause),
        ZooKeeperErrorCode.ReconfigDisabled => new ReconfigDisabledException(operation, path, cause),
        ZooKeeperErrorCode.ReconfigInProgress => new ReconfigInProgressException(operation, path, cause),
        ZooKeeperErrorCode.NewConfigNoQuorum => new NewConfigNoQuorumException(operation, path, cause),
        _ => new ZooKeeperException(code, operation, path, cause),
    };
}

using LeaderHosting.Coordination;
using org.apache.zookeeper;
using static org.apache.zookeeper.KeeperException;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>Translates the client's exceptions.</summary>
internal static class NetExFaults
{
    /// <summary>The exception of a request.</summary>
    /// <remarks>
    /// SESSIONEXPIRED becomes a lost connection: the client also says so when it was refused for want of a password (see <see cref="NetExConnection"/>).
    /// Whether the session is over, the next attempt to resume it will tell.
    /// </remarks>
    public static CoordinationException Translate(KeeperException e)
    {
        var fault = e.getCode() switch
        {
            Code.CONNECTIONLOSS or Code.SESSIONMOVED or Code.SESSIONEXPIRED => CoordinationFault.ConnectionLost,
            Code.NONODE => CoordinationFault.NodeMissing,
            Code.NODEEXISTS => CoordinationFault.NodeExists,
            Code.BADVERSION => CoordinationFault.VersionMismatch,
            Code.NOAUTH or Code.INVALIDACL => CoordinationFault.NotAuthorized,
            Code.AUTHFAILED => CoordinationFault.AuthenticationFailed,
            _ => CoordinationFault.Other,
        };
        return new CoordinationException(fault, MessageOf(e), e) { FailedOperation = FailedOperationOf(e) };
    }

    /// <summary>The client's exceptions have no message of their own, but names that say it all.</summary>
    private static string MessageOf(KeeperException e) => e.getPath() is { } path ? $"{e.GetType().Name} ({path})" : e.GetType().Name;

    /// <summary>
    /// Which operation failed its transaction: the servers answer those before it with OK, which the client has as an error of code 0, and those after
    /// it with RUNTIMEINCONSISTENCY.
    /// </summary>
    private static int FailedOperationOf(KeeperException e) =>
        e.getResults()?.FindIndex(static result => result is OpResult.ErrorResult error && error.getErr() != (int)Code.OK) ?? -1;
}

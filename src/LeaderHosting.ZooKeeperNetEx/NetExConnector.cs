using LeaderHosting.Coordination;
using Microsoft.Extensions.Logging;
using org.apache.zookeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>Finds a server that takes the session: attempts bounded in time, each with a new client object and another order of servers.</summary>
/// <remarks>The client by itself may never connect when servers are down (see <see cref="NetExHosts"/>), and waits for a silent one as long as it likes.</remarks>
internal sealed class NetExConnector(NetExHosts hosts, TimeSpan requestedTimeout, byte[]? credentials, TimeProvider time, ILogger logger)
{
    /// <summary>An attempt to resume a session may take this part of its timeout, so that several fit into what is left of a lease.</summary>
    private const int AttemptsPerTimeout = 4;

    private static readonly TimeSpan PauseAfterDrop = TimeSpan.FromMilliseconds(100);

    private bool _isOutageKnown;

    /// <summary>Tries until it succeeds.</summary>
    /// <param name="session">The session to resume, or <see langword="null"/> for a new one.</param>
    /// <param name="lostAt">When its connection was lost, as a timestamp of the clock.</param>
    /// <param name="prepare">Makes a connection ready for use; it counts as none when that fails.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <returns>The connection and its session.</returns>
    /// <exception cref="CoordinationException">The session is over, or the credentials were refused.</exception>
    public async Task<(NetExConnection Connection, NetExIdentity Session)> ConnectAsync(
        NetExIdentity? session, long lostAt, Func<NetExConnection, Task> prepare, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var connection = NetExConnection.Open(hosts.Next(), requestedTimeout, session, credentials, time);
            var established = false;
            try
            {
                using var timer = new CancellationTokenSource(PatienceFor(session, attempt), time);
                using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
                var identity = await connection.WaitUntilEstablishedAsync(either.Token).ConfigureAwait(false);
                await prepare(connection).WaitAsync(either.Token).ConfigureAwait(false);
                established = true;
                _isOutageKnown = false;
                logger.Connected(identity.Id, connection.Servers);
                return (connection, identity);
            }
            catch (Exception e) when (e is OperationCanceledException or KeeperException && !cancellationToken.IsCancellationRequested)
            {
                LogFailure(connection, e);
                await PauseAsync(e, cancellationToken).ConfigureAwait(false);
            }
            finally
            {
                if (!established)
                {
                    _ = connection.LeaveAsync();
                }
            }

            ThrowIfToBeGivenUp(session, lostAt);
        }
    }

    /// <summary>Tells that an established connection is over.</summary>
    public void OnConnectionLost(NetExIdentity session, string reason)
    {
        _isOutageKnown = true;
        logger.ConnectionLost(session.Id, reason);
    }

    /// <summary>An attempt at a new session is given more time after each failure, up to the timeout: nothing presses, and the servers may be far or slow.</summary>
    private TimeSpan PatienceFor(NetExIdentity? session, int attempt) => session is not null
        ? session.Timeout / AttemptsPerTimeout
        : requestedTimeout / AttemptsPerTimeout * Math.Min(attempt + 1, AttemptsPerTimeout);

    /// <summary>
    /// The client never says by itself that a session has expired: only a server that it reaches does. After the session timeout without a connection the
    /// session is given up here. Each attempt to resume it may have been heard by a server, and would keep it, and its candidates, alive for ever.
    /// </summary>
    private void ThrowIfToBeGivenUp(NetExIdentity? session, long lostAt)
    {
        if (session is not null && time.GetElapsedTime(lostAt) >= session.Timeout)
        {
            throw new CoordinationException(
                CoordinationFault.SessionLost, "No server took the session back within the session timeout; it is left to expire.");
        }
    }

    /// <summary>A server that takes connections only to drop them is not asked without pause.</summary>
    private Task PauseAsync(Exception fault, CancellationToken cancellationToken) =>
        fault is KeeperException ? Task.Delay(PauseAfterDrop, time, cancellationToken) : Task.CompletedTask;

    private void LogFailure(NetExConnection connection, Exception fault)
    {
        var reason = fault is KeeperException ? fault.GetType().Name : "no answer in time";
        if (!_isOutageKnown)
        {
            _isOutageKnown = true;
            logger.AttemptFailed(connection.Servers, reason);
        }
        else
        {
            logger.AttemptFailedAgain(connection.Servers, reason);
        }
    }
}

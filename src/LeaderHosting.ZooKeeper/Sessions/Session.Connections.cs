using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Connections: one after the other until the session ends.</summary>
internal sealed partial class Session : IConnectionOwner
{
    /// <summary>Whether no further connection is wanted.</summary>
    private bool IsEnding
    {
        get
        {
            lock (_gate)
            {
                return _isClosing || _states.Current.State.IsFinal();
            }
        }
    }

    void IConnectionOwner.OnZxid(long zxid) => _identity.OnZxid(zxid);

    void IConnectionOwner.OnAuthRefused(AuthEntry entry, ZooKeeperErrorCode code)
    {
        var refusal = entry.ToException(code);
        entry.Fail(refusal);
        End(SessionState.AuthFailed, refusal);
    }

    void IConnectionOwner.OnFault(Connection connection, Exception cause, IReadOnlyCollection<PendingRequest> unanswered)
    {
        lock (_gate)
        {
            if (_connection == connection)
            {
                _connection = null;

                // A server that closes the connection after a farewell is no loss: the next state is Closed.
                if (!_isClosing)
                {
                    Move(SessionState.Suspended, connection: null, cause);
                }
            }
        }

        // After the state has changed, so that whoever sees the loss of a request sees the loss of the connection too.
        foreach (var request in unanswered)
        {
            request.Fail(ZooKeeperErrorCode.ConnectionLoss, cause);
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (!IsEnding)
            {
                var established = await _connector.ConnectAsync(_identity, SnapshotAuths, _ending.Token).ConfigureAwait(false);
                await ServeAsync(established).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_ending.IsCancellationRequested)
        {
            // The session has ended.
        }
        catch (SessionExpiredException expiry)
        {
            End(SessionState.Expired, expiry);
        }
        catch (AuthFailedException refusal)
        {
            End(SessionState.AuthFailed, refusal);
        }
#pragma warning disable CA1031 // A session must never be left without a loop and without an end.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            if (!IsEnding)
            {
                _logger.ConnectLoopFailed(Id, fault);
                End(SessionState.Closed, new ZooKeeperException(ZooKeeperErrorCode.SystemError, "connect", path: null, fault));
            }
        }
    }

    /// <summary>Makes a connection the present one, and waits for its end.</summary>
    private async Task ServeAsync(EstablishedConnection established)
    {
        var begin = _time.GetTimestamp();
        var handshake = established.Handshake;
        var connection = new Connection(handshake.Transport, _identity.Timeout, _settings.MaxPacketLength, this, _time);
        var info = new ZooKeeperConnectionInfo
        {
            Ordinal = ++_connectionCount,
            EndPoint = handshake.Transport.EndPoint,
            ConnectRequestSentTimestamp = handshake.RequestSentTimestamp,
            ConnectAnsweredTimestamp = handshake.AnsweredTimestamp,
            SessionTimeout = _identity.GrantedTimeout,
            IsReadOnly = handshake.Response.ReadOnly == true,
            Resumed = established.Resumed,
        };
        Attach(connection, info, established.ProvedAuths);
        connection.Start();
        await connection.WaitForEndAsync().ConfigureAwait(false);
        if (!IsEnding)
        {
            _outage.OnConnectionLost(Id, info, connection.Cause);
            await _connector.OnConnectionEndedAsync(_time.GetElapsedTime(begin), _ending.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the connection everything that waits for it, in the order it must be sent, in one step with the change of state.</summary>
    private void Attach(Connection connection, ZooKeeperConnectionInfo info, IReadOnlyList<AuthEntry> provedAuths)
    {
        int watches;
        lock (_gate)
        {
            if (IsEnding)
            {
                connection.Fault(ToException(_states.Current, "connect", path: null));
                return;
            }

            // Identities first, watches next: a request may rest on either. Identities that came during the handshake have not been proved by it.
            foreach (var auth in _auths.Skip(provedAuths.Count))
            {
                connection.SendAuth(auth);
            }

            foreach (var request in _watches.ToRequests(_identity.LastZxid, PacketLimits.SetWatches(_settings.MaxPacketLength)))
            {
                connection.SendSetWatches(request);
            }

            watches = _watches.Count;
            _waiting.MoveTo(connection);
            _connection = connection;
            Move(SessionState.Connected, info, cause: null);
        }

        if (info.Ordinal > 1)
        {
            _metrics.Reconnected();
        }

        _firstOutcome.TrySetResult();
        _outage.OnConnected(Id, info, _identity.Timeout);
        if (watches > 0)
        {
            _logger.WatchesSetAgain(watches);
        }
    }

    private IReadOnlyList<AuthEntry> SnapshotAuths()
    {
        lock (_gate)
        {
            return [.. _auths];
        }
    }
}

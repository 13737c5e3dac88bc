using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Requests: to the present connection, or in line for the next.</summary>
internal sealed partial class Session
{
    /// <summary>Asks for something.</summary>
    /// <param name="operation">What.</param>
    /// <param name="cancellationToken">Ends the wait for the answer, not the request if it has been written.</param>
    public ValueTask<TResult> SendAsync<TOperation, TResult>(in TOperation operation, CancellationToken cancellationToken)
        where TOperation : struct, IOperation<TOperation, TResult>
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<TResult>(cancellationToken);
        }

        var request = OperationRequest<TOperation, TResult>.Rent(operation, Chroot, _metrics, cancellationToken);
        var result = request.Result;
        Submit(request, watch: null);
        return result;
    }

    /// <summary>Asks for something whose result is of no interest.</summary>
    public ValueTask SendAsync<TOperation>(in TOperation operation, CancellationToken cancellationToken)
        where TOperation : struct, IOperation<TOperation, Nothing>
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled(cancellationToken);
        }

        var request = OperationRequest<TOperation, Nothing>.Rent(operation, Chroot, _metrics, cancellationToken);
        var completion = request.Completion;
        Submit(request, watch: null);
        return completion;
    }

    /// <summary>Asks for something and sets a watch on it.</summary>
    public ValueTask<Watched<T>> SendAsync<TOperation, T>(in TOperation operation, WatchEntry watch, CancellationToken cancellationToken)
        where TOperation : struct, IOperation<TOperation, Watched<T>>
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return ValueTask.FromCanceled<Watched<T>>(cancellationToken);
        }

        var request = OperationRequest<TOperation, Watched<T>>.Rent(operation, Chroot, _metrics, cancellationToken);
        var result = request.Result;
        Submit(request, watch);
        return result;
    }

    /// <summary>Adds an identity, for this connection and all later ones, and waits until a server has accepted it.</summary>
    /// <exception cref="AuthFailedException">A server has refused it; the session is over.</exception>
    public async Task AddAuthAsync(ZooKeeperAuthInfo info, CancellationToken cancellationToken)
    {
        var entry = new AuthEntry(info);
        Connection? connection;
        lock (_gate)
        {
            if (IsOver(out var code))
            {
                throw ZooKeeperErrors.Create(code, "auth", path: null, CauseOf(_states.Current));
            }

            _auths.Add(entry);
            connection = _connection;
            connection?.SendAuth(entry);
        }

        connection?.Flush();
        if (await entry.Outcome.WaitAsync(cancellationToken).ConfigureAwait(false) is { } refusal)
        {
            throw refusal;
        }
    }

    private void Submit(PendingRequest request, WatchEntry? watch)
    {
        Connection? connection;
        ZooKeeperErrorCode code;
        Exception? cause;
        lock (_gate)
        {
            if (!IsOver(out code))
            {
                if (watch is not null)
                {
                    _watches.Add(watch);
                }

                // A connection that is at its end but has not said so yet does not take the request: then it was not written, and waits like any other.
                connection = _connection;
                if (connection is null || !connection.TrySend(request))
                {
                    connection = null;
                    _waiting.Enqueue(request);
                }
            }
            else
            {
                connection = null;
            }

            cause = CauseOf(_states.Current);
        }

        if (code != ZooKeeperErrorCode.Ok)
        {
            request.Fail(code, cause);
        }

        connection?.Flush();
    }

    /// <summary>Whether requests can no longer be made, and the error that says why. Call it under the lock.</summary>
    private bool IsOver(out ZooKeeperErrorCode code)
    {
        var state = _states.Current.State;
        code = state.IsFinal() || _isClosing ? ToCode(state) : ZooKeeperErrorCode.Ok;
        return code != ZooKeeperErrorCode.Ok;
    }
}

using LeaderHosting.Coordination;
using org.apache.zookeeper;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>A request that waits for its turn, or is under way.</summary>
internal abstract class NetExRequest
{
    /// <summary>Sends it on a connection, once, and waits for the answer or for the end of the connection. Never throws.</summary>
    public abstract Task SendAsync(NetExConnection connection);

    /// <summary>Fails it, unless it has been answered.</summary>
    public abstract void Fail(CoordinationException fault);
}

/// <inheritdoc/>
internal sealed class NetExRequest<T>(Func<NetExClient, Task<T>> send, CancellationToken cancellationToken) : NetExRequest
{
    private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The answer, or a <see cref="CoordinationException"/>, or the cancellation.</summary>
    public Task<T> Completion => _completion.Task.WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public override async Task SendAsync(NetExConnection connection)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return;
        }

        try
        {
            var answer = send(connection.Client);
            if (await Task.WhenAny(answer, connection.Ended).ConfigureAwait(false) != answer)
            {
                // It fails with the client object, to which nobody listens any more.
                Ignore(answer);
                Fail(new CoordinationException(CoordinationFault.ConnectionLost, await connection.Ended.ConfigureAwait(false)));
                return;
            }

            _completion.TrySetResult(await answer.ConfigureAwait(false));
        }
        catch (KeeperException e)
        {
            Fail(NetExFaults.Translate(e));
        }
#pragma warning disable CA1031 // The caller gets it; the next request must have its turn.
        catch (Exception e)
#pragma warning restore CA1031
        {
            // The client throws ArgumentOutOfRangeException for error codes that came after version 3.4.
            Fail(new CoordinationException(CoordinationFault.Other, e.Message, e));
        }
    }

    /// <inheritdoc/>
    public override void Fail(CoordinationException fault)
    {
        _completion.TrySetException(fault);
        Ignore(_completion.Task);
    }

    /// <summary>Marks an exception as seen: whoever waited may have given up.</summary>
    private static void Ignore(Task task) =>
        _ = task.ContinueWith(static t => t.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
}

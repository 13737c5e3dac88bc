using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>The write loop: sends what has gathered in one buffer while the next packets gather in the other.</summary>
/// <remarks>
/// It runs only while there is something to send. A request that finds the connection idle is written to the socket on its caller's own thread,
/// which saves the hand-over to another; with others under way the loop runs on a pool thread, where requests that come in a burst leave in few writes.
/// </remarks>
/// <param name="gate">The connection's lock. It orders packets, and guards the state of this object.</param>
/// <param name="output">Where to. Used by one loop at a time.</param>
/// <param name="onFault">Called when a write fails, outside the lock.</param>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Stop ends it, and waits for a write under way.")]
internal sealed class FrameSender(Lock gate, PipeWriter output, Action<Exception> onFault) : IThreadPoolWorkItem
{
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FrameBuffer _gathering = new();
    private FrameBuffer _leaving = new();
    private bool _isSending;
    private bool _isStopped;

    /// <summary>Where the next packets go. Use it only under the lock, and not after <see cref="Stop"/>.</summary>
    public FrameBuffer Gathering => _gathering;

    /// <summary>Completes when no write is under way and none will be.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Sees to it that what has gathered is sent. Call it outside the lock.</summary>
    /// <param name="onThisThread">Whether this thread may do it.</param>
    public void Flush(bool onThisThread)
    {
        lock (gate)
        {
            if (_isSending || _isStopped || _gathering.Length == 0)
            {
                return;
            }

            _isSending = true;
        }

        if (onThisThread)
        {
            Execute();
        }
        else
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    /// <summary>Ends the loop; what has not been sent is dropped. A write that is under way ends when the transport is aborted. Idempotent.</summary>
    public void Stop()
    {
        lock (gate)
        {
            if (_isStopped)
            {
                return;
            }

            _isStopped = true;
            if (_isSending)
            {
                return;
            }
        }

        Finish();
    }

    /// <summary>Runs the loop. For the thread pool and <see cref="Flush"/> only.</summary>
    public void Execute() => _ = SendAsync();

    private async Task SendAsync()
    {
        try
        {
            while (TrySwap())
            {
                var result = await output.WriteAsync(_leaving.Written).ConfigureAwait(false);
                _leaving.Clear();
                if (result.IsCompleted)
                {
                    throw new EndOfStreamException("The server has closed the connection.");
                }
            }
        }
#pragma warning disable CA1031 // Whatever ends a write ends the connection, with this as the cause.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            // Leads to Stop, which leaves the rest to this loop because a write still counts as under way.
            onFault(fault);
            bool isStopped;
            lock (gate)
            {
                _isSending = false;
                isStopped = _isStopped;
            }

            if (isStopped)
            {
                Finish();
            }
        }
    }

    /// <summary>Takes what has gathered, or ends the loop.</summary>
    private bool TrySwap()
    {
        lock (gate)
        {
            if (!_isStopped && _gathering.Length > 0)
            {
                (_gathering, _leaving) = (_leaving, _gathering);
                return true;
            }

            _isSending = false;
            if (!_isStopped)
            {
                return false;
            }
        }

        Finish();
        return false;
    }

    private void Finish()
    {
        output.Complete();
        _gathering.Dispose();
        _leaving.Dispose();
        _stopped.TrySetResult();
    }
}

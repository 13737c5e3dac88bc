using System.IO.Pipelines;
using System.Runtime.CompilerServices;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>Answers that have been read and not yet been handed to those who wait for them. Used by one read loop, on whatever thread it runs.</summary>
/// <remarks>
/// What waits for an answer is somebody else's code and may take its time, so it never runs in the read loop. But the thread on which the loop runs has nothing left to do
/// once the loop waits for the next packet, which another thread will take: then it delivers the last answer itself, and saves waking one. Answers that came together with that one
/// were given to the thread pool before: none waits behind another's continuation.
/// </remarks>
internal sealed class Deliveries
{
    private IThreadPoolWorkItem? _last;

    /// <summary>Adds an answer.</summary>
    /// <param name="item">Hands it over.</param>
    public void Add(IThreadPoolWorkItem item)
    {
        QueueLast();
        _last = item;
    }

    /// <summary>Gives the last answer to the thread pool as well.</summary>
    public void QueueLast()
    {
        if (Take() is { } item)
        {
            ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: true);
        }
    }

    /// <summary>Waits for the next packet. The last answer is delivered on this thread if there is none yet.</summary>
    public ReadAwaiter WhileReading(ValueTask<ReadResult> read) => new(this, read.ConfigureAwait(false).GetAwaiter());

    private IThreadPoolWorkItem? Take()
    {
        var item = _last;
        _last = null;
        return item;
    }

    /// <summary>Awaits a read, and delivers once the loop has left this thread.</summary>
    internal readonly struct ReadAwaiter(Deliveries deliveries, ConfiguredValueTaskAwaitable<ReadResult>.ConfiguredValueTaskAwaiter read) : ICriticalNotifyCompletion
    {
        public bool IsCompleted => read.IsCompleted;

        public ReadAwaiter GetAwaiter() => this;

        public ReadResult GetResult()
        {
            // Something is there still, or again, if the next packet was there already; then nobody may be kept waiting for a pause that may never come.
            deliveries.QueueLast();
#pragma warning disable VSTHRD002 // It has completed: this is what an awaiter's GetResult is for.
            return read.GetResult();
#pragma warning restore VSTHRD002
        }

        public void OnCompleted(Action continuation) => UnsafeOnCompleted(continuation);

        public void UnsafeOnCompleted(Action continuation)
        {
            // Taken before: as soon as the loop may go on, it goes on elsewhere.
            var item = deliveries.Take();
            read.UnsafeOnCompleted(continuation);
            item?.Execute();
        }
    }
}

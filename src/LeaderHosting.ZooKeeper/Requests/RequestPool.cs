using System.Collections.Concurrent;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Keeps a bounded number of objects to use again.</summary>
internal sealed class RequestPool<T>
    where T : class
{
    /// <summary>As many as a busy client has under way; what is beyond a burst is garbage.</summary>
    private const int Capacity = 256;

    private readonly ConcurrentQueue<T> _items = new();
    private int _count;

    public T? TryTake()
    {
        if (!_items.TryDequeue(out var item))
        {
            return null;
        }

        Interlocked.Decrement(ref _count);
        return item;
    }

    public void Return(T item)
    {
        if (Interlocked.Increment(ref _count) <= Capacity)
        {
            _items.Enqueue(item);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }
}

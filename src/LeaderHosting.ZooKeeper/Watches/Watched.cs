using LeaderHosting.ZooKeeper.Watches;

namespace LeaderHosting.ZooKeeper;

/// <summary>Something read from ZooKeeper, and a watch on it that was set in the same instant, so that no change can fall between the two.</summary>
/// <typeparam name="T">What was read.</typeparam>
/// <remarks>
/// <para>The watch fires once. It survives reconnects: a change made meanwhile fires it as soon as the session is connected again.</para>
/// <para>Dispose a watch that is no longer wanted, or it is kept (a small object) until it fires or the session ends. Any number of watches on one node cost the server
/// one; when the last of them is disposed the server is told to forget it, without waiting for its answer. All members are thread-safe.</para>
/// </remarks>
public sealed class Watched<T> : IDisposable
{
    private readonly WatchEntry _entry;

    internal Watched(T value, WatchEntry entry)
    {
        Value = value;
        _entry = entry;
    }

    /// <summary>What was read when the watch was set.</summary>
    public T Value { get; }

    /// <summary>Completes once: when the node changes, or with <see cref="WatchEventType.SessionEnded"/> when the session ends. It never fails;
    /// it is cancelled if the watch is disposed first.</summary>
    public Task<WatchEvent> Changed => _entry.Task;

    /// <summary>Gives the watch up. Does nothing if it has fired.</summary>
    public void Dispose() => _entry.Release();
}

using LeaderHosting.Coordination;
using org.apache.zookeeper;
using static org.apache.zookeeper.Watcher.Event;
using NetExClient = org.apache.zookeeper.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx;

/// <summary>The watches of a session, which are set again on each of its connections. Thread-safe.</summary>
internal sealed class NetExWatches
{
    private readonly Lock _lock = new();
    private readonly HashSet<Watch> _watches = [];

    /// <summary>Sets a watch.</summary>
    /// <param name="path">The node.</param>
    /// <param name="onEvent">Called once, from the thread pool.</param>
    /// <param name="ask">Gives a request its turn.</param>
    /// <returns>The watch, or <see langword="null"/> when there is no such node.</returns>
    public async Task<IDisposable?> SetAsync(string path, Action<CoordinationNodeEvent> onEvent, Func<Func<NetExClient, Task<bool>>, Task<bool>> ask)
    {
        var watch = new Watch(this, path, onEvent);
        var isSet = false;
        try
        {
            return (isSet = await ask(watch.SetAsync).ConfigureAwait(false)) ? watch : null;
        }
        finally
        {
            if (!isSet)
            {
                watch.Dispose();
            }
        }
    }

    /// <summary>Sets all watches on a new connection, and reports what has happened meanwhile.</summary>
    public async Task SetAgainAsync(NetExClient client)
    {
        Watch[] watches;
        lock (_lock)
        {
            watches = [.. _watches];
        }

        foreach (var watch in watches)
        {
            await watch.SetAgainAsync(client).ConfigureAwait(false);
        }
    }

    private sealed class Watch(NetExWatches owner, string path, Action<CoordinationNodeEvent> onEvent) : IDisposable
    {
        private long _seen;
        private bool _isOver;

        public void Dispose() => TryEnd();

        /// <summary>Returns whether the node exists. A data watch, because one on existence would also be left on a node that is not there.</summary>
        public async Task<bool> SetAsync(NetExClient client)
        {
            var watcher = new NodeWatcher();
            try
            {
                var read = await client.getDataAsync(path, watcher).ConfigureAwait(false);
                _seen = read.Stat.getMzxid();
            }
            catch (KeeperException.NoNodeException)
            {
                return false;
            }

            lock (owner._lock)
            {
                // Whoever asked may have given up meanwhile.
                if (!_isOver)
                {
                    owner._watches.Add(this);
                }
            }

            _ = ForwardAsync(watcher);
            return true;
        }

        public async Task SetAgainAsync(NetExClient client)
        {
            var seen = _seen;
            if (!await SetAsync(client).ConfigureAwait(false))
            {
                Report(CoordinationNodeEvent.Deleted);
            }
            else if (_seen != seen)
            {
                Report(CoordinationNodeEvent.Changed);
            }
        }

        private async Task ForwardAsync(NodeWatcher watcher)
        {
            var happened = await watcher.Happened.ConfigureAwait(false);
            Report(happened == EventType.NodeDeleted ? CoordinationNodeEvent.Deleted : CoordinationNodeEvent.Changed);
        }

        private void Report(CoordinationNodeEvent happened)
        {
            if (TryEnd())
            {
                onEvent(happened);
            }
        }

        private bool TryEnd()
        {
            lock (owner._lock)
            {
                owner._watches.Remove(this);
                return !_isOver && (_isOver = true);
            }
        }
    }

    /// <summary>Runs on the client's loop, and so does no more than complete a task whose continuations run elsewhere.</summary>
    private sealed class NodeWatcher : Watcher
    {
        private readonly TaskCompletionSource<EventType> _happened = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<EventType> Happened => _happened.Task;

        public override Task process(WatchedEvent @event)
        {
            // The client also tells watchers of nodes about its connection.
            if (@event.get_Type() != EventType.None)
            {
                _happened.TrySetResult(@event.get_Type());
            }

            return Task.CompletedTask;
        }
    }
}

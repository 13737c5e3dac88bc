using LeaderHosting.Coordination;

namespace LeaderHosting.Tests.Ensemble;

/// <summary>
/// A ZooKeeper ensemble in memory, as far as the election needs one: data with versions, zxids, ephemeral and sequential nodes, watches, and sessions that expire
/// one timeout after their client was last connected. Thread-safe.
/// </summary>
internal sealed class InMemoryEnsemble(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Session> _sessions = [];
    private readonly List<Watch> _watches = [];
    private readonly HashSet<string> _closedToCreation = new(StringComparer.Ordinal);
    private EnsembleTree _tree = EnsembleTree.Empty;
    private long _zxid = 1000;
    private long _lastSession = 0x100;

    /// <summary>The ensemble's clock.</summary>
    public TimeProvider Clock => time;

    public EnsembleTree Tree
    {
        get
        {
            lock (_lock)
            {
                return _tree;
            }
        }
    }

    public long Zxid
    {
        get
        {
            lock (_lock)
            {
                return _zxid;
            }
        }
    }

    /// <summary>How many watches are set at this moment.</summary>
    public int WatchCount
    {
        get
        {
            lock (_lock)
            {
                return _watches.Count;
            }
        }
    }

    public int SessionCount
    {
        get
        {
            lock (_lock)
            {
                return _sessions.Count;
            }
        }
    }

    /// <summary>The ACL of a node forbids to create children of it.</summary>
    public void ForbidCreation(string parent)
    {
        lock (_lock)
        {
            _closedToCreation.Add(parent);
        }
    }

    /// <summary>Somebody else changes something.</summary>
    public void ByHand(Func<EnsembleTree, long, EnsembleTree> change) => Write((tree, zxid) => (change(tree, zxid), 0));

    public long Open(FakeCoordinationSession client)
    {
        lock (_lock)
        {
            _zxid++;
            var id = ++_lastSession;
            _sessions.Add(id, new Session(client));
            return id;
        }
    }

    public bool IsAlive(long session)
    {
        lock (_lock)
        {
            return _sessions.ContainsKey(session);
        }
    }

    /// <summary>The client of a session is not heard of any more.</summary>
    public void Disconnected(long session)
    {
        lock (_lock)
        {
            if (_sessions.TryGetValue(session, out var s))
            {
                s.Expiry?.Dispose();
                s.Expiry = time.CreateTimer(_ => Expire(session), null, s.Timeout, System.Threading.Timeout.InfiniteTimeSpan);
            }
        }
    }

    /// <summary>The client of a session has connected; the session lives by this timeout from now on.</summary>
    public void Connected(long session, TimeSpan timeout)
    {
        lock (_lock)
        {
            if (_sessions.TryGetValue(session, out var s))
            {
                s.Timeout = timeout;
                s.Expiry?.Dispose();
                s.Expiry = null;
            }
        }
    }

    /// <summary>Ends a session as its timeout does: its ephemeral nodes go; a client that is connected hears of it.</summary>
    public void Expire(long session)
    {
        if (End(session) is { } client)
        {
            client.OnExpired();
        }
    }

    /// <summary>Ends a session as its client asks.</summary>
    public void Close(long session) => End(session);

    public T Read<T>(long session, Func<EnsembleTree, T> read)
    {
        lock (_lock)
        {
            ThrowUnlessAlive(session);
            return read(_tree);
        }
    }

    public string Create(long session, string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind) =>
        Write((tree, zxid) =>
        {
            ThrowUnlessAlive(session);
            return (Create(tree, session, path, data, kind, zxid, out var created), created);
        });

    public IReadOnlyList<CoordinationResult> Commit(long session, IReadOnlyList<CoordinationOperation> operations) =>
        Write<IReadOnlyList<CoordinationResult>>((tree, zxid) =>
        {
            ThrowUnlessAlive(session);
            var results = new List<CoordinationResult>();
            foreach (var operation in operations)
            {
                string? created = null;
                try
                {
                    tree = operation switch
                    {
                        CoordinationOperation.Create o => Create(tree, session, o.Path, o.Data.ToArray(), o.Kind, zxid, out created),
                        CoordinationOperation.Check o => tree.Check(o.Path),
                        CoordinationOperation.Delete o => tree.Delete(o.Path),
                        CoordinationOperation.SetData o => tree.Set(o.Path, o.Data.ToArray(), o.Version, zxid),
                        _ => throw new NotSupportedException($"{operation}"),
                    };
                }
                catch (CoordinationException e)
                {
                    throw new CoordinationException(e.Fault, e.Message) { FailedOperation = results.Count };
                }

                var set = operation is CoordinationOperation.SetData ? tree.Find(operation.Path) : null;
                results.Add(new CoordinationResult(set?.Version ?? 0, set?.ModifiedZxid ?? 0, created, set is null ? 0 : tree.Children(operation.Path)!.Count));
            }

            return (tree, results);
        });

    public IDisposable? SetWatch(long session, string path, Action<CoordinationNodeEvent> onEvent)
    {
        lock (_lock)
        {
            ThrowUnlessAlive(session);
            if (_tree.Find(path) is null)
            {
                return null;
            }

            var watch = new Watch(this, _sessions[session].Client, path, onEvent);
            _watches.Add(watch);
            return watch;
        }
    }

    private EnsembleTree Create(
        EnsembleTree tree, long session, string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, long zxid, out string created)
    {
        if (_closedToCreation.Contains(path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/"))
        {
            throw new CoordinationException(CoordinationFault.NotAuthorized, $"{path} may not be created.");
        }

        var ephemeral = kind == CoordinationNodeKind.EphemeralSequential;
        return tree.Create(path, data, ephemeral ? session : 0, ephemeral, zxid, out created);
    }

    private FakeCoordinationSession? End(long session)
    {
        FakeCoordinationSession? client = null;
        Write((tree, _) =>
        {
            if (!_sessions.Remove(session, out var ended))
            {
                return (tree, 0);
            }

            ended.Expiry?.Dispose();
            client = ended.Client;
            _watches.RemoveAll(w => w.Client == client);
            return (tree.OwnedBy(session).ToList().Aggregate(tree, (t, path) => t.Delete(path)), 0);
        });
        return client;
    }

    private T Write<T>(Func<EnsembleTree, long, (EnsembleTree Tree, T Result)> write)
    {
        List<(Watch Watch, CoordinationNodeEvent Event)> fired = [];
        T result;
        lock (_lock)
        {
            var before = _tree;
            (_tree, result) = write(before, _zxid + 1);
            _zxid++;
            foreach (var watch in _watches)
            {
                if (_tree.Find(watch.Path) is not { } node)
                {
                    fired.Add((watch, CoordinationNodeEvent.Deleted));
                }
                else if (node.ModifiedZxid != before.Find(watch.Path)?.ModifiedZxid)
                {
                    fired.Add((watch, CoordinationNodeEvent.Changed));
                }
            }

            foreach (var (watch, _) in fired)
            {
                _watches.Remove(watch);
            }
        }

        foreach (var (watch, e) in fired)
        {
            watch.Client.Notify(() => watch.Fire(e));
        }

        return result;
    }

    private void ThrowUnlessAlive(long session)
    {
        if (!_sessions.ContainsKey(session))
        {
            throw new CoordinationException(CoordinationFault.SessionLost, "The session has expired.");
        }
    }

    private sealed class Session(FakeCoordinationSession client)
    {
        public FakeCoordinationSession Client => client;

        public TimeSpan Timeout { get; set; }

        public ITimer? Expiry { get; set; }
    }

    private sealed class Watch(
        InMemoryEnsemble ensemble, FakeCoordinationSession client, string path, Action<CoordinationNodeEvent> onEvent) : IDisposable
    {
        private bool _unwanted;

        public FakeCoordinationSession Client => client;

        public string Path => path;

        public void Fire(CoordinationNodeEvent e)
        {
            if (!Volatile.Read(ref _unwanted))
            {
                onEvent(e);
            }
        }

        public void Dispose()
        {
            Volatile.Write(ref _unwanted, true);
            lock (ensemble._lock)
            {
                ensemble._watches.Remove(this);
            }
        }
    }
}

using System.Runtime.CompilerServices;
using LeaderHosting.Coordination;
using LeaderHosting.Coordination.ZooKeeper;
using LeaderHosting.Election;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Rehearsal;

/// <summary>Just enough of an ensemble for one candidate behind one leader: the queue, the record, one session, and one watch.</summary>
/// <remarks>Everything is answered later and on another thread, as servers do: what goes on after the wait has to be compiled too. Thread-safe.</remarks>
/// <param name="time">The clock.</param>
internal sealed class RehearsalEnsemble(TimeProvider time) : ICoordinationSessionFactory, ICoordinationSession
{
    /// <summary>The election path.</summary>
    public const string Path = "/rehearsal";

    private const string LeaderName = "leader";

    private readonly Lock _lock = new();
    private readonly List<string> _queue = [];
    private string _leader = "";
    private byte[] _record = [];
    private int _version;
    private int _sequence;
    private TaskCompletionSource<WatchEvent>? _watch;

    /// <inheritdoc/>
    public TimeSpan RequestedTimeout { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public string Servers => "memory";

    /// <inheritdoc/>
    public long Id => 1;

    /// <inheritdoc/>
    public CoordinationConnection? Connection { get; private set; }

    /// <summary>Another node joins the queue. The first one leads.</summary>
    public void AddLeader()
    {
        lock (_lock)
        {
            _leader = Join(NameIn(CandidateName.PathPrefixOf(Path, Guid.NewGuid().ToString())));
            if (_version == 0)
            {
                Write(new LeaderRecord(_leader) { Name = LeaderName }.ToUtf8());
            }
        }
    }

    /// <summary>That node is gone.</summary>
    public void CrashLeader() => RemoveLeader(successor: null);

    /// <summary>That node names a successor and is gone.</summary>
    public void HandOverTo(string successor) => RemoveLeader(successor);

    /// <inheritdoc/>
    public ICoordinationSession Create() => this;

    /// <inheritdoc/>
    public async IAsyncEnumerable<CoordinationSessionEvent> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Connection = new CoordinationConnection(1, time.GetTimestamp(), time.GetTimestamp(), RequestedTimeout, Servers);
        yield return new CoordinationSessionEvent.Connected(Connection);
        await Task.Delay(Timeout.Infinite, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken) =>
        AnswerAsync(() => $"{Path}/{Join(NameIn(path))}");

    /// <inheritdoc/>
    public Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken) => AnswerAsync(() =>
        path == Path ? new CoordinationNode(_record, _version, ModifiedZxid: _version, Owner: 0, _queue.Count, (2 * _sequence) - _queue.Count)
        : _queue.Contains(NameIn(path)) ? new CoordinationNode(new CandidateData(LeaderName).ToUtf8(), Version: 0, ModifiedZxid: 0, Owner: Id, ChildCount: 0, ChildVersion: 0)
        : null);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<string>?>(() => [.. _queue]);

    /// <inheritdoc/>
    public Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken) =>
        AnswerAsync<IDisposable?>(() =>
        {
            // What becomes of an event is the work of the session on the client, here as in earnest.
            _watch = new TaskCompletionSource<WatchEvent>(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = ZooKeeperCoordinationSession.ForwardAsync(_watch.Task, onEvent);
            return new Watch();
        });

    /// <inheritdoc/>
    /// <remarks>Answered with an array, as by the session on the client: what reads the results is compiled for each kind of list.</remarks>
    public Task<IReadOnlyList<CoordinationResult>> CommitAsync(
        IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
        AnswerAsync<IReadOnlyList<CoordinationResult>>(() => operations.Select(Apply).ToArray());

    /// <inheritdoc/>
    public ValueTask AbandonAsync() => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static string NameIn(string path) => path[(Path.Length + 1)..];

    private CoordinationResult Apply(CoordinationOperation operation)
    {
        switch (operation)
        {
            case CoordinationOperation.Delete delete:
                _queue.Remove(NameIn(delete.Path));
                break;
            case CoordinationOperation.SetData write:
                Write(write.Data.ToArray());
                break;
        }

        return new CoordinationResult(_version, ModifiedZxid: _version);
    }

    private string Join(string prefix)
    {
        var name = $"{prefix}{_sequence++:D10}";
        _queue.Add(name);
        return name;
    }

    private void Write(byte[] record)
    {
        _record = record;
        _version++;
    }

    private void RemoveLeader(string? successor)
    {
        TaskCompletionSource<WatchEvent>? watch;
        lock (_lock)
        {
            _queue.Remove(_leader);
            if (successor is not null)
            {
                Write(new LeaderRecord(successor).ToUtf8());
            }

            watch = _watch;
        }

        watch?.TrySetResult(new WatchEvent(WatchEventType.NodeDeleted, Path));
    }

    private async Task<T> AnswerAsync<T>(Func<T> answer)
    {
        await Task.Yield();
        lock (_lock)
        {
            return answer();
        }
    }

    /// <summary>A watch that needs no removing.</summary>
    private sealed class Watch : IDisposable
    {
        public void Dispose()
        {
        }
    }
}

using System.Threading.Tasks.Sources;
using LeaderHosting.ZooKeeper.Diagnostics;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>A request and, in the same object, the source of the <see cref="ValueTask{TResult}"/> its caller awaits.</summary>
/// <remarks>
/// Answer, cancellation and failure compete; the first to take the outcome wins, the others do nothing.
/// The object is used again only after an answer was consumed, and only if no cancellation callback can still be under way: in every other case
/// somebody may hold it, and it is left to the garbage collector.
/// </remarks>
internal sealed class OperationRequest<TOperation, TResult> : PendingRequest, IValueTaskSource<TResult>, IValueTaskSource
    where TOperation : struct, IOperation<TOperation, TResult>
{
    private static readonly RequestPool<OperationRequest<TOperation, TResult>> Pool = new();

    // Continuations never run on the read loop: user code there would stall every other request, and the heartbeat.
    private ManualResetValueTaskSourceCore<TResult> _source = new() { RunContinuationsAsynchronously = true };
    private TOperation _operation;
    private Chroot? _chroot;
    private ClientMetrics? _metrics;
    private long _began;
    private CancellationToken _cancellation;
    private CancellationTokenRegistration _registration;
    private int _outcomeTaken;
    private bool _reusable;

    private OperationRequest()
    {
    }

    public override OpCode Type => _operation.Type;

    public override bool IsAbandoned => Volatile.Read(ref _outcomeTaken) != 0;

    /// <summary>What the caller awaits, once.</summary>
    public ValueTask<TResult> Result => new(this, _source.Version);

    /// <summary>What a caller who wants no result awaits, once.</summary>
    public ValueTask Completion => new(this, _source.Version);

    /// <summary>Makes a request ready to be submitted.</summary>
    public static OperationRequest<TOperation, TResult> Rent(
        in TOperation operation, Chroot chroot, ClientMetrics metrics, CancellationToken cancellationToken)
    {
        var request = Pool.TryTake() ?? new OperationRequest<TOperation, TResult>();
        request._operation = operation;
        request._chroot = chroot;
        request._metrics = metrics;
        request._began = metrics.Begin();
        if (cancellationToken.CanBeCanceled)
        {
            request._cancellation = cancellationToken;
            request._registration = cancellationToken.UnsafeRegister(
                static (state, token) => ((OperationRequest<TOperation, TResult>)state!).Cancel(token),
                request);
        }

        return request;
    }

    public override void Write(JuteWriter writer) => _operation.Write(writer);

    public override void Complete(in ReplyHeader header, ref JuteReader body)
    {
        TResult result;
        if (header.Error == ZooKeeperErrorCode.Ok)
        {
            try
            {
                result = _operation.Read(ref body);
            }
            catch (ProtocolViolationException violation)
            {
                Fail(ZooKeeperErrorCode.ConnectionLoss, violation);
                throw;
            }
        }
        else if (!TOperation.TryAccept(in _operation, header.Error, out result!))
        {
            Fail(header.Error, cause: null);
            return;
        }

        if (TryTakeOutcome())
        {
            // Unregister says false when the callback is running or has run: then it may still hold this object.
            _reusable = !_cancellation.CanBeCanceled || _registration.Unregister();
            _metrics!.End(_operation.Type, _began, ZooKeeperErrorCode.Ok);
            _source.SetResult(result);
        }
        else
        {
            TOperation.Discard(in _operation);
        }
    }

    public override void Fail(ZooKeeperErrorCode code, Exception? cause)
    {
        TOperation.Discard(in _operation);
        if (TryTakeOutcome())
        {
            _registration.Unregister();
            _metrics!.End(_operation.Type, _began, code);
            var path = _operation.Path is { } serverPath ? _chroot!.ToClient(serverPath) : null;
            _source.SetException(ZooKeeperErrors.Create(code, OperationNames.Of(_operation.Type), path, cause));
        }
    }

    public TResult GetResult(short token)
    {
        var result = _source.GetResult(token);
        if (_reusable)
        {
            Recycle();
        }

        return result;
    }

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _source.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _source.OnCompleted(continuation, state, token, flags);

    public override string ToString() => $"{OperationNames.Of(_operation.Type)} {_operation.Path}".TrimEnd();

    private void Cancel(CancellationToken token)
    {
        if (TryTakeOutcome())
        {
            _metrics!.EndCancelled(_operation.Type, _began);

            // The request itself stays where it is: if it was written its answer must still be matched, in order.
            _source.SetException(new OperationCanceledException(token));
        }
    }

    private bool TryTakeOutcome() => Interlocked.Exchange(ref _outcomeTaken, 1) == 0;

    private void Recycle()
    {
        _operation = default;
        _chroot = null;
        _metrics = null;
        _cancellation = default;
        _registration = default;
        _reusable = false;
        _source.Reset();
        Volatile.Write(ref _outcomeTaken, 0);
        Pool.Return(this);
    }
}

using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing;

/// <summary>A fault that lies in wait for one request. It strikes once; disposing it calls it off. Thread-safe.</summary>
public sealed class RequestFault : IDisposable
{
    private readonly Func<ServerRequest, bool> _matches;
    private readonly Action<RequestFault> _remove;
    private readonly TaskCompletionSource<ServerRequest> _hit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _over;

    internal RequestFault(Func<ServerRequest, bool> matches, Verdict verdict, Action<RequestFault> remove)
    {
        _matches = matches;
        _remove = remove;
        Verdict = verdict;
    }

    /// <summary>
    /// Completes with the request that the fault struck, as soon as its fate is sealed (which may be an instant before the request is carried out).
    /// Canceled when the fault is called off before.
    /// </summary>
    public Task<ServerRequest> Hit => _hit.Task;

    internal Verdict Verdict { get; }

    /// <summary>Calls the fault off if it has not struck yet.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _over, 1) == 0)
        {
            _remove(this);
            _hit.TrySetCanceled();
        }
    }

    internal bool TryStrike(ServerRequest request)
    {
        if (!_matches(request) || Interlocked.Exchange(ref _over, 1) != 0)
        {
            return false;
        }

        _remove(this);
        _hit.TrySetResult(request);
        return true;
    }
}

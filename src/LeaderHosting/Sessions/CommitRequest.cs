using LeaderHosting.Coordination;

namespace LeaderHosting.Sessions;

/// <summary>A transaction that waits to be sent, and whoever waits for its answer.</summary>
internal sealed class CommitRequest
{
    /// <summary>What an operation takes on the wire besides its path and data, generously.</summary>
    private const int Overhead = 64;

    private readonly TaskCompletionSource<IReadOnlyList<CoordinationResult>> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<CancellationToken, Task<IReadOnlyList<CoordinationResult>>> _sendAloneAsync;
    private readonly CancellationToken _cancellationToken;
    private readonly CancellationTokenRegistration _cancellation;

    public CommitRequest(
        IReadOnlyList<CoordinationOperation> operations,
        Func<CancellationToken, Task<IReadOnlyList<CoordinationResult>>> sendAloneAsync,
        CancellationToken cancellationToken)
    {
        Operations = operations;
        Bytes = operations.Sum(static o => Overhead + o.Path.Length + o.DataLength);
        _sendAloneAsync = sendAloneAsync;
        _cancellationToken = cancellationToken;
        _cancellation = cancellationToken.UnsafeRegister(
            static (answer, token) => ((TaskCompletionSource<IReadOnlyList<CoordinationResult>>)answer!).TrySetCanceled(token), _answer);
    }

    /// <summary>Its operations.</summary>
    public IReadOnlyList<CoordinationOperation> Operations { get; }

    /// <summary>About how long it is on the wire.</summary>
    public int Bytes { get; }

    /// <summary>Whether anybody waits for it yet.</summary>
    public bool IsWanted => !_answer.Task.IsCompleted;

    /// <summary>What came of it.</summary>
    public Task<IReadOnlyList<CoordinationResult>> Answer => _answer.Task;

    /// <summary>It was applied.</summary>
    public void Complete(IReadOnlyList<CoordinationResult> results)
    {
        _cancellation.Dispose();
        _answer.TrySetResult(results);
    }

    /// <summary>It failed.</summary>
    public void Fail(Exception error)
    {
        _cancellation.Dispose();
        _answer.TrySetException(error);
    }

    /// <summary>Sends it by itself. Never throws: whatever comes of it is the answer.</summary>
    public async Task SendAloneAsync()
    {
        try
        {
            Complete(await _sendAloneAsync(_cancellationToken).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_cancellationToken.IsCancellationRequested)
        {
            _answer.TrySetCanceled(_cancellationToken);
        }
#pragma warning disable CA1031 // It is told to whoever waits.
        catch (Exception e)
#pragma warning restore CA1031
        {
            Fail(e);
        }
    }
}

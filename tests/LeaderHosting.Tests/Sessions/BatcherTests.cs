using LeaderHosting.Coordination;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Sessions;

/// <summary>A batcher, and what it has sent so far.</summary>
public abstract class BatcherTests
{
    protected const int MostOperations = 256;

    protected const int MostBytes = 128 * 1024;

    /// <summary>How many requests may be under way before others wait.</summary>
    protected const int MostUnderWay = 4;

    /// <summary>How many of those that failed together may be under way in the place of one.</summary>
    protected const int MostAlone = 16;

    private readonly Lock _lock = new();
    private readonly List<Sent> _sent = [];
    private readonly RequestBatcher<CoordinationOperation, CoordinationResult> _batcher;

    protected BatcherTests(bool canBeRepeated = false)
    {
        _batcher = new(MostOperations, MostBytes, canBeRepeated, static o => o.Path.Length + o.DataLength, SendAsync, SendAsync);
    }

    /// <summary>Called when a request is sent, before its task is returned.</summary>
    protected Action<Sent> OnSending { get; set; } = static _ => { };

    /// <summary>What has been sent so far.</summary>
    protected IReadOnlyList<Sent> Requests
    {
        get
        {
            lock (_lock)
            {
                return [.. _sent];
            }
        }
    }

    /// <summary>The request of an index, when it has been sent.</summary>
    protected async Task<Sent> RequestAsync(int index)
    {
        await Eventually.TrueAsync(() => Requests.Count > index, $"request {index}");
        return Requests[index];
    }

    /// <summary>Answers requests until all of these have their answers.</summary>
    protected async Task AnswerAllAsync(IReadOnlyList<Task> commits, Action<Sent> answer, int from = 0)
    {
        for (var i = from; commits.Any(static c => !c.IsCompleted); i++)
        {
            await Eventually.TrueAsync(() => Requests.Count > i || commits.All(static c => c.IsCompleted), $"request {i}");
            if (Requests.Count > i)
            {
                answer(Requests[i]);
            }
        }
    }

    /// <summary>So many requests that those after them have to wait.</summary>
    protected void Fill()
    {
        for (var i = 0; i < MostUnderWay; i++)
        {
            _ = Commit($"/fill{i}");
        }
    }

    protected Task<IReadOnlyList<CoordinationResult>> Commit(params string[] paths) =>
        CommitAsync([.. paths.Select(static p => new CoordinationOperation.Check(p))], CancellationToken.None);

    protected Task<IReadOnlyList<CoordinationResult>> CommitAsync(CoordinationOperation[] operations, CancellationToken cancellationToken) =>
        _batcher.AskAsync(operations, cancellationToken);

    private Task<IReadOnlyList<CoordinationResult>> SendAsync(IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken)
    {
        var sent = new Sent([.. operations.Select(static o => o.Path)]);
        lock (_lock)
        {
            _sent.Add(sent);
        }

        OnSending(sent);
        return sent.Answer;
    }

    /// <summary>A request under way.</summary>
    protected sealed class Sent(IReadOnlyList<string> paths)
    {
        private readonly TaskCompletionSource<IReadOnlyList<CoordinationResult>> _answer = new();

        public IReadOnlyList<string> Paths => paths;

        public Task<IReadOnlyList<CoordinationResult>> Answer => _answer.Task;

        public void Succeed() => _answer.SetResult([.. paths.Select(static p => new CoordinationResult(0, 0, p))]);

        public void Fail(Exception error) => _answer.SetException(error);
    }
}

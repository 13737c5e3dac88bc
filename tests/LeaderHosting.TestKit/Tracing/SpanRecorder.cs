using System.Collections.Concurrent;
using System.Diagnostics;

namespace LeaderHosting.TestKit;

/// <summary>Listens to the spans of one election, and of sources that a test makes itself. Thread-safe.</summary>
public sealed class SpanRecorder : IDisposable
{
    private readonly string _path;
    private readonly ActivityListener _listener;
    private readonly ConcurrentQueue<Activity> _ended = new();

    /// <param name="path">The path of the election; other tests' elections are left out.</param>
    public SpanRecorder(string path)
    {
        _path = path;
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name.StartsWith("LeaderHosting", StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.GetTagItem("election.path") is not string path || path == _path)
                {
                    _ended.Enqueue(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The spans that have ended, oldest first.</summary>
    public IReadOnlyList<Activity> Ended => [.. _ended];

    /// <summary>The spans that have ended, by name.</summary>
    public IReadOnlyList<Activity> Of(string name) => [.. _ended.Where(s => s.OperationName == name)];

    /// <summary>Listens no more.</summary>
    public void Dispose() => _listener.Dispose();
}

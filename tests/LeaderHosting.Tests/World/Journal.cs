using System.Globalization;

namespace LeaderHosting.Tests.World;

/// <summary>What leader-only services did, on all nodes, in order. Thread-safe.</summary>
internal sealed class Journal(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];
    private readonly HashSet<(string Node, string? Service)> _running = [];
    private readonly List<string> _overlaps = [];
    private readonly long _start = time.GetTimestamp();

    /// <summary>All that happened, as <c>node what</c>.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries.Select(e => $"{e.Node} {e.What}")];
            }
        }
    }

    /// <summary>The nodes on which something is running.</summary>
    public IReadOnlyList<string> Running
    {
        get
        {
            lock (_lock)
            {
                return RunningNodes();
            }
        }
    }

    /// <summary>Moments at which two nodes ran services.</summary>
    public IReadOnlyList<string> Overlaps
    {
        get
        {
            lock (_lock)
            {
                return [.. _overlaps];
            }
        }
    }

    public void Enter(string node, string? service = null)
    {
        lock (_lock)
        {
            Add(node, Sentence(service, "starts"));
            _running.Add((node, service));
            if (RunningNodes() is { Length: > 1 } nodes)
            {
                _overlaps.Add($"{Now.TotalSeconds:0.000} s: {string.Join(" and ", nodes)}");
            }
        }
    }

    public void Leave(string node, string? service = null)
    {
        lock (_lock)
        {
            Add(node, Sentence(service, "stopped"));
            _running.Remove((node, service));
        }
    }

    /// <summary>What the journal says of a service; of a node's only one it says no name.</summary>
    public static string Sentence(string? service, string what) => service is null ? what : $"{service} {what}";

    public void Note(string node, string what)
    {
        lock (_lock)
        {
            Add(node, what);
        }
    }

    /// <summary>Forgets what happened, but neither what runs now nor the overlaps.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    /// <summary>When something happened last, as a timestamp of the clock.</summary>
    public long TimeOf(string line)
    {
        lock (_lock)
        {
            return _entries.FindLast(e => $"{e.Node} {e.What}" == line)?.Timestamp ?? throw new InvalidOperationException($"'{line}' never happened.");
        }
    }

    /// <summary>How often something happened.</summary>
    public int Count(string line) => Lines.Count(l => l == line);

    public override string ToString()
    {
        lock (_lock)
        {
            return string.Join(
                Environment.NewLine,
                _entries.Select(e => string.Create(CultureInfo.InvariantCulture, $"{Since(e.Timestamp).TotalSeconds,8:0.000} s  {e.Node} {e.What}")));
        }
    }

    private string[] RunningNodes() => [.. _running.Select(r => r.Node).Distinct(StringComparer.Ordinal)];

    private TimeSpan Now => Since(time.GetTimestamp());

    private TimeSpan Since(long timestamp) => time.GetElapsedTime(_start, timestamp);

    private void Add(string node, string what) => _entries.Add(new Entry(time.GetTimestamp(), node, what));

    private sealed record Entry(long Timestamp, string Node, string What);
}

using System.Diagnostics;
using LeaderHosting.Chaos.Checking;
using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Machines;

/// <summary>One process of a candidate, and what it reports. Thread-safe.</summary>
internal sealed class CandidateProcess : IAsyncDisposable
{
    private const int LinesKept = 30;
    private static readonly TimeSpan Forever = TimeSpan.FromDays(7);

    private readonly Lock _lock = new();
    private readonly string _node;
    private readonly string _name;
    private readonly ChildProcess _process;
    private readonly long _startedAt = Stopwatch.GetTimestamp();
    private readonly List<NodeEvent> _events = [];
    private readonly List<Interval> _frozen = [];
    private readonly Queue<string> _lastLines = new();
    private readonly Task _reading;
    private long? _endedAt;
    private long? _frozenAt;
    private bool _killed;
    private string? _phase;
    private bool _seesItselfLead;
    private bool _isUp;

    public CandidateProcess(string node, string name, ChildProcess process, TextWriter log)
    {
        _node = node;
        _name = name;
        _process = process;
        _reading = ReadAsync(log);
    }

    /// <summary>Its number in the system.</summary>
    public int Id => _process.Id;

    /// <summary>Its name: that of the candidate and a number.</summary>
    public string Name => _name;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Whether the host has started.</summary>
    public bool IsUp => Volatile.Read(ref _isUp);

    /// <summary>The phase that it reported last.</summary>
    public string? Phase => Volatile.Read(ref _phase);

    /// <summary>Whether its last poll saw it lead.</summary>
    public bool SeesItselfLead => Volatile.Read(ref _seesItselfLead) && !HasExited;

    /// <summary>The lines it wrote last.</summary>
    public IReadOnlyList<string> LastLines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lastLines];
            }
        }
    }

    /// <summary>What has happened in it so far.</summary>
    public Life Life
    {
        get
        {
            lock (_lock)
            {
                return new Life(_node, _name, _startedAt, [.. _events])
                {
                    EndedAt = _endedAt,
                    Killed = _killed,
                    Frozen = _frozenAt is { } from ? [.. _frozen, new Interval(from, _endedAt ?? long.MaxValue)] : [.. _frozen],
                };
            }
        }
    }

    /// <summary>Ends it at once (SIGKILL).</summary>
    public Task KillAsync()
    {
        _killed = true;
        return _process.KillAsync();
    }

    /// <summary>Asks it to end (SIGTERM) and waits.</summary>
    public Task TerminateAsync()
    {
        _process.Signal(ProcessSignal.Terminate);
        return _process.WaitForExitAsync();
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<bool> EndsWithinAsync(TimeSpan time)
    {
        try
        {
            await _process.WaitForExitAsync(time);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Freezes it (SIGSTOP).</summary>
    public async Task FreezeAsync()
    {
        await _process.PauseAsync();
        lock (_lock)
        {
            _frozenAt = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>Lets it run on (SIGCONT).</summary>
    public void Thaw()
    {
        // Stamped before, so that nothing that it does after waking seems to have been done while it was frozen.
        lock (_lock)
        {
            if (_frozenAt is { } from)
            {
                _frozen.Add(new Interval(from, Stopwatch.GetTimestamp()));
                _frozenAt = null;
            }
        }

        _process.Resume();
    }

    /// <summary>Gives it a command.</summary>
    public Task CommandAsync(string command) => _process.WriteLineAsync(command);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync(TextWriter log)
    {
        try
        {
            // No line is the one awaited: all are looked at until the output ends.
            await _process.Output.WaitForLineAsync(line => Take(line, log), "the end", timeout: Forever);
        }
        catch (InvalidOperationException)
        {
            // The process has ended.
        }

        lock (_lock)
        {
            _endedAt = Stopwatch.GetTimestamp();
        }
    }

    private bool Take(string line, TextWriter log)
    {
        log.WriteLine($"{_name} {line}");
        lock (_lock)
        {
            _lastLines.Enqueue(line);
            if (_lastLines.Count > LinesKept)
            {
                _lastLines.Dequeue();
            }
        }

        if (NodeEvent.TryParse(line) is { } e)
        {
            lock (_lock)
            {
                _events.Add(e);
            }

            switch (e.Kind)
            {
                case "UP":
                    Volatile.Write(ref _isUp, true);
                    break;
                case "PHASE":
                    Volatile.Write(ref _phase, e.Arguments[0]);
                    break;
                case "LEADER":
                    Volatile.Write(ref _seesItselfLead, e.Arguments[0] == "true");
                    break;
            }
        }

        return false;
    }
}

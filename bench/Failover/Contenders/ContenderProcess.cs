using System.Globalization;
using LeaderHosting.TestKit;

namespace LeaderHosting.Bench.Failover.Contenders;

/// <summary>A process with one contender or more of one library.</summary>
internal sealed class ContenderProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(4);

    private readonly ChildProcess _process;

    private ContenderProcess(ChildProcess process, string prefix)
    {
        _process = process;
        Prefix = prefix;
    }

    /// <summary>What the contenders' names begin with.</summary>
    public string Prefix { get; }

    /// <summary>The process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>How much it has said so far: pass it to <see cref="WaitAsync"/> to wait for something later.</summary>
    public int Mark => _process.Output.Count;

    /// <summary>Everything it has said.</summary>
    public IEnumerable<ContenderEvent> Events
    {
        get
        {
            foreach (var line in _process.Output.Lines)
            {
                if (ContenderEvent.TryParse(line, out var parsed))
                {
                    yield return parsed;
                }
            }
        }
    }

    /// <summary>Starts it and waits until it is ready.</summary>
    public static async Task<ContenderProcess> StartAsync(
        PeerPrograms programs, Library library, string servers, string group, TimeSpan sessionTimeout, int count = 1, string prefix = "c", bool poll = false)
    {
        string[] arguments =
        [
            library.Key, servers, group, sessionTimeout.TotalMilliseconds.ToString("F0", CultureInfo.InvariantCulture),
            count.ToString(CultureInfo.InvariantCulture), prefix,
        ];
        var started = new ContenderProcess(programs.StartContender(library, poll ? [.. arguments, "poll"] : arguments), prefix);
        try
        {
            await started.WaitAsync(0, static e => e.Kind == "READY", "being ready", StartTimeout);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives it a command.</summary>
    public Task TellAsync(string command) => _process.WriteLineAsync(command);

    /// <summary>Waits for something it says.</summary>
    /// <exception cref="TimeoutException">It did not; the message shows what it said instead.</exception>
    public async Task<ContenderEvent> WaitAsync(int mark, Func<ContenderEvent, bool> isAwaited, string what, TimeSpan? timeout = null)
    {
        ContenderEvent? found = null;
        await _process.WaitForLineAsync(line => ContenderEvent.TryParse(line, out found) && isAwaited(found), what, mark, timeout);
        return found!;
    }

    /// <summary>Freezes it.</summary>
    public Task PauseAsync() => _process.PauseAsync();

    /// <summary>Lets it run on.</summary>
    public void Resume() => _process.Resume();

    /// <summary>Kills it (SIGKILL) and waits until it is gone.</summary>
    public Task KillAsync() => _process.KillAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

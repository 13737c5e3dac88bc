using LeaderHosting.Chaos.Checking;
using LeaderHosting.Chaos.Network;
using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Machines;

/// <summary>A candidate on its machine, over all its processes.</summary>
internal sealed class Candidate(IMachine machine, IReadOnlyList<string> arguments, TextWriter log) : IAsyncDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    // Many small processes on few cores: quick to start counts for more than quick to run.
    private static readonly Dictionary<string, string?> Environment = new(StringComparer.Ordinal)
    {
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_TieredPGO"] = "0",
    };

    private readonly List<CandidateProcess> _processes = [];

    /// <summary>Where it runs.</summary>
    public IMachine Machine => machine;

    /// <summary>Its name.</summary>
    public string Name => machine.Name;

    /// <summary>The present process, or the last one.</summary>
    public CandidateProcess Process => _processes[^1];

    /// <summary>Whether a process of it lives.</summary>
    public bool IsRunning => _processes.Count > 0 && !Process.HasExited;

    /// <summary>What has happened in its processes.</summary>
    public IEnumerable<Life> Lives => _processes.Select(static process => process.Life);

    /// <summary>Starts a process if none lives.</summary>
    public async Task EnsureStartedAsync()
    {
        if (IsRunning)
        {
            return;
        }

        var name = $"{Name}.{_processes.Count + 1}";
        var assembly = Repository.BuiltAssembly("tests/LeaderHosting.Chaos.Node");
        var process = await machine.InvokeAsync(() => ChildProcess.StartDotnet(
            assembly, [.. arguments, $"--Chaos:Writer={name}"], Environment, takesInput: true));
        _processes.Add(new CandidateProcess(Name, name, process, log));
    }

    /// <summary>Waits until its host has started.</summary>
    public Task WaitUntilUpAsync(CancellationToken cancellationToken) =>
        Eventually.TrueAsync(() => Process.IsUp || Process.HasExited, $"{Name} to be up", StartTimeout, cancellationToken: cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }
    }
}

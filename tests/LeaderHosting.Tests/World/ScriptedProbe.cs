using LeaderHosting.Election;

namespace LeaderHosting.Tests.World;

/// <summary>A probe that finds what a test says, and counts how often it was asked.</summary>
internal sealed class ScriptedProbe : ICandidacyProbe
{
    private int _rounds;
    private volatile string? _fault;

    /// <summary>What it finds; nothing by default.</summary>
    public string? Fault
    {
        get => _fault;
        set => _fault = value;
    }

    public int Rounds => Volatile.Read(ref _rounds);

    public Task<string?> FindFaultAsync(CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _rounds);
        return Fault == "throws" ? throw new InvalidOperationException("No such table.") : Task.FromResult(Fault);
    }
}

using LeaderHosting.Chaos.Machines;
using LeaderHosting.Chaos.Network;

namespace LeaderHosting.Chaos.Faults;

/// <summary>What faults happen to. Keeps two faults from stopping the same process.</summary>
internal sealed class Stage(INetwork network, Ensemble ensemble, IReadOnlyList<Candidate> candidates)
{
    private readonly Lock _lock = new();
    private readonly HashSet<object> _taken = [];

    /// <summary>The machines and links.</summary>
    public INetwork Network => network;

    /// <summary>The servers.</summary>
    public Ensemble Ensemble => ensemble;

    /// <summary>The candidates.</summary>
    public IReadOnlyList<Candidate> Candidates => candidates;

    /// <summary>The candidate that sees itself lead.</summary>
    public Candidate? Master => candidates.FirstOrDefault(static candidate => candidate.IsRunning && candidate.Process.SeesItselfLead);

    /// <summary>The candidate that a fault is aimed at.</summary>
    public Candidate CandidateFor(Fault fault) => (fault.Aim == Aim.Master ? Master : null) ?? candidates[fault.Number % candidates.Count];

    /// <summary>The server that a fault is aimed at.</summary>
    public async Task<ZooKeeperMachine> ServerForAsync(Fault fault)
    {
        var found = fault.Aim switch
        {
            Aim.EnsembleLeader => await ensemble.LeaderAsync(),
            Aim.MastersServer when Master is { } master => (await ensemble.HostOfAsync(master.Machine.Address))?.Server,
            _ => null,
        };
        return found ?? ensemble.Servers[fault.Number % ensemble.Servers.Count];
    }

    /// <summary>Reserves a process, or the next one that is free and lives; <see langword="null"/> when none is.</summary>
    public T? Take<T>(T wanted, IReadOnlyList<T> all, Func<T, bool> isFit)
        where T : class
    {
        var first = all.TakeWhile(other => other != wanted).Count();
        lock (_lock)
        {
            return all.Skip(first).Concat(all.Take(first)).FirstOrDefault(other => isFit(other) && _taken.Add(other));
        }
    }

    /// <summary>Gives a reserved process back.</summary>
    public void Release(object process)
    {
        lock (_lock)
        {
            _taken.Remove(process);
        }
    }
}

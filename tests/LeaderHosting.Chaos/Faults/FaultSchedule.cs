namespace LeaderHosting.Chaos.Faults;

/// <summary>Makes up faults, round by round. The same seed makes the same faults.</summary>
/// <param name="seed">Makes the faults.</param>
/// <param name="sessionTimeout">How long they last, more or less.</param>
/// <param name="endProcesses">Whether those are among them that end a candidate's process.</param>
internal sealed class FaultSchedule(int seed, TimeSpan sessionTimeout, bool endProcesses = true) : IFaultPlan
{
    private const int FewestFaults = 5;
    private const int MostFaults = 12;
    private const int Numbers = 1000;
    private const double ShortestGapSeconds = 0.2;
    private const double LongestGapSeconds = 2;
    private const double ShareAimedAtMaster = 0.7;

    // How often each kind comes up, against the others.
    private static readonly (FaultKind Kind, int Weight)[] Weights =
    [
        (FaultKind.KillCandidate, 5), (FaultKind.TerminateCandidate, 4), (FaultKind.FreezeCandidate, 8),
        (FaultKind.CutCandidate, 6), (FaultKind.CutCandidateOneWay, 6), (FaultKind.CutCandidateFromServer, 4),
        (FaultKind.SlowCandidate, 4), (FaultKind.LossyCandidate, 4),
        (FaultKind.CloseSession, 3), (FaultKind.Resign, 4), (FaultKind.HangStop, 1), (FaultKind.ThrowStart, 2), (FaultKind.JumpClock, 2),
        (FaultKind.KillServer, 3), (FaultKind.TerminateServer, 2), (FaultKind.FreezeServer, 5),
        (FaultKind.CutServer, 12), (FaultKind.CutServerOneWay, 8), (FaultKind.SlowServer, 3), (FaultKind.LossyServer, 3),
        (FaultKind.LoseQuorum, 2),
    ];

    private static readonly FaultKind[] EndingProcesses = [FaultKind.KillCandidate, FaultKind.TerminateCandidate, FaultKind.HangStop];

    private readonly Random _random = new(seed);
    private readonly (FaultKind Kind, int Weight)[] _weights =
        [.. Weights.Where(entry => endProcesses || !EndingProcesses.Contains(entry.Kind))];

    /// <inheritdoc/>
    public IReadOnlyList<Fault> NextRound()
    {
        var after = TimeSpan.Zero;
        var faults = new List<Fault>();
        for (var count = _random.Next(FewestFaults, MostFaults + 1); count > 0; count--)
        {
            after += TimeSpan.FromSeconds(Between(ShortestGapSeconds, LongestGapSeconds));
            faults.Add(Next(after));
        }

        return faults;
    }

    private Fault Next(TimeSpan after)
    {
        var kind = NextKind();
        return new Fault(kind, NextAim(kind), _random.Next(Numbers), after, NextDuration(), _random.NextDouble());
    }

    private FaultKind NextKind()
    {
        var ticket = _random.Next(_weights.Sum(static entry => entry.Weight));
        foreach (var (kind, weight) in _weights)
        {
            if ((ticket -= weight) < 0)
            {
                return kind;
            }
        }

        throw new InvalidOperationException("A ticket beyond the last weight.");
    }

    private Aim NextAim(FaultKind kind)
    {
        var ticket = _random.NextDouble();
        return kind switch
        {
            FaultKind.Resign or FaultKind.HangStop or FaultKind.ThrowStart => Aim.Master,
            FaultKind.CloseSession or FaultKind.LoseQuorum or FaultKind.JumpClock => Aim.Anyone,
            < FaultKind.KillServer => ticket < ShareAimedAtMaster ? Aim.Master : Aim.Anyone,
            FaultKind.CutServer or FaultKind.CutServerOneWay => ticket < ShareAimedAtMaster ? Aim.MastersServer : Aim.EnsembleLeader,
            _ => ticket switch { < 0.4 => Aim.EnsembleLeader, < 0.8 => Aim.MastersServer, _ => Aim.Anyone },
        };
    }

    /// <summary>Half of the faults end well within a session timeout, half last longer than one.</summary>
    private TimeSpan NextDuration() =>
        sessionTimeout * (_random.Next(2) == 0 ? Between(0.05, 0.6) : Between(0.8, 2.5));

    private double Between(double least, double most) => least + (_random.NextDouble() * (most - least));
}

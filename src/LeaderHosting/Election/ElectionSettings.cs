namespace LeaderHosting.Election;

/// <summary>What an election needs to know of its options, validated and with the defaults filled in. Immutable.</summary>
internal sealed record ElectionSettings
{
    /// <summary>The name of the election; empty for the unnamed one.</summary>
    public required string Name { get; init; }

    /// <summary>The election path.</summary>
    public required string Path { get; init; }

    /// <summary>The name of this node.</summary>
    public required string NodeName { get; init; }

    /// <summary>Whether this node stands for election.</summary>
    public bool Candidate { get; init; } = true;

    /// <summary>How much this node is preferred as leader.</summary>
    public int Priority { get; init; }

    /// <summary>How long this node leads at least before it hands over to a candidate that is preferred to it.</summary>
    public TimeSpan MinimumTenure { get; init; } = DefaultTenure(LeadershipOrder.OldestFirst);

    /// <summary>Which of the candidates leads.</summary>
    public LeadershipOrder Order { get; init; }

    /// <summary>The mark of the elections among which leadership is spread, this one included; <see langword="null"/>: it is not spread.</summary>
    public string? SpreadGroup { get; init; }

    /// <summary>The time from one round of the health checks that the candidacy depends on to the next.</summary>
    public TimeSpan CandidacyHealthInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The stop budget as the options give it; <see langword="null"/>: a fifth of the session timeout.</summary>
    public TimeSpan? StopBudget { get; init; }

    /// <summary>What happens on an overrun.</summary>
    public StopOverrunBehavior StopOverrun { get; init; }

    /// <summary>What happens when a running service fails.</summary>
    public ServiceFaultBehavior ServiceFault { get; init; }

    /// <summary>Where this node can be reached.</summary>
    public string? AdvertisedUrl { get; init; }

    /// <summary>How long a node leads at least unless the options say otherwise.</summary>
    public static TimeSpan DefaultTenure(LeadershipOrder order) => order == LeadershipOrder.NewestFirst ? TimeSpan.Zero : TimeSpan.FromMinutes(1);

    /// <summary>The stop budget under a session timeout.</summary>
    public TimeSpan StopBudgetFor(TimeSpan sessionTimeout) => StopBudget ?? sessionTimeout / DefaultStopBudgetDivisor;

    /// <summary>The longest stop budget that a session timeout leaves room for: two fifths of it.</summary>
    /// <remarks>
    /// In health 0.55 T to 0.61 T are left of the lease: T, less 1 %, less the age of the newest settled request, which is six to seven proof intervals of
    /// T/16. What is left of that beyond the budget is how long a disturbance may last without anybody's services being stopped.
    /// </remarks>
    public static TimeSpan LongestStopBudget(TimeSpan sessionTimeout) => sessionTimeout * 2 / 5;

    /// <summary>How much of the lease must be left for services to be started: the stop budget, and one proof interval to work in.</summary>
    public TimeSpan LeaseToStart(TimeSpan sessionTimeout) => StopBudgetFor(sessionTimeout) + (sessionTimeout / 32);

    private const int DefaultStopBudgetDivisor = 5;
}

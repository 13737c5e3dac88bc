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

    /// <summary>The stop budget as the options give it; <see langword="null"/>: a fifth of the session timeout.</summary>
    public TimeSpan? StopBudget { get; init; }

    /// <summary>What happens on an overrun.</summary>
    public StopOverrunBehavior StopOverrun { get; init; }

    /// <summary>What happens when a running service fails.</summary>
    public ServiceFaultBehavior ServiceFault { get; init; }

    /// <summary>Where this node can be reached.</summary>
    public string? AdvertisedUrl { get; init; }

    /// <summary>The stop budget under a session timeout.</summary>
    public TimeSpan StopBudgetFor(TimeSpan sessionTimeout) => StopBudget ?? sessionTimeout / DefaultStopBudgetDivisor;

    /// <summary>The longest stop budget that a session timeout leaves room for.</summary>
    /// <remarks>
    /// In health the lease ends between 0.55 T and 0.62 T from now: T less the age of the newest settled request, which is T/4 and
    /// up to three proof intervals of T/16, and less 1 %. With more than half of T as the budget a leader would step down in full health.
    /// </remarks>
    public static TimeSpan LongestStopBudget(TimeSpan sessionTimeout) => sessionTimeout / 2;

    /// <summary>How much of the lease must be left for services to be started: the stop budget, and one proof interval to work in.</summary>
    public TimeSpan LeaseToStart(TimeSpan sessionTimeout) => StopBudgetFor(sessionTimeout) + (sessionTimeout / 32);

    private const int DefaultStopBudgetDivisor = 5;
}

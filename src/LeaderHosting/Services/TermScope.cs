namespace LeaderHosting.Services;

/// <summary>What a DI scope that was made for a term knows of it: the services in it can take the <see cref="LeadershipTerm"/>.</summary>
internal sealed class TermScope
{
    private LeadershipTerm? _term;

    /// <summary>The term.</summary>
    /// <exception cref="InvalidOperationException">The scope was not made for a term.</exception>
    public LeadershipTerm Term
    {
        get => _term ?? throw new InvalidOperationException(
            $"{nameof(LeadershipTerm)} can be injected only into what is made for a term: a service added with AddHostedService on the leadership builder, and "
            + $"what it depends on. Elsewhere take {nameof(ILeadership)} and look at its {nameof(ILeadership.CurrentTerm)}.");
        set => _term = value;
    }
}

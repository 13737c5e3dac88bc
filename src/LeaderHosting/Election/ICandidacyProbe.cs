namespace LeaderHosting.Election;

/// <summary>Finds out whether this node is fit to lead.</summary>
internal interface ICandidacyProbe
{
    /// <summary>Looks once. Answers within a bounded time.</summary>
    /// <returns>What is wrong, in a sentence; <see langword="null"/> when nothing is.</returns>
    Task<string?> FindFaultAsync(CancellationToken cancellationToken);
}

using LeaderHosting.Bench.Failover.Contenders;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Servers, and a network with a place in it that can be cut.</summary>
internal interface ICutStage : IAsyncDisposable
{
    /// <summary>What is cut.</summary>
    string Name { get; }

    /// <summary>Starts a contender on the side that is cut off, with the prefix <c>a</c>, polling.</summary>
    Task<ContenderProcess> StartLeaderAsync(Library library, string group);

    /// <summary>Starts a contender on the other side, with the prefix <c>b</c>, polling.</summary>
    Task<ContenderProcess> StartWaitingAsync(Library library, string group);

    /// <summary>Cuts, until the result is disposed.</summary>
    IDisposable Cut();
}

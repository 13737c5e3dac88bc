using LeaderHosting;

namespace SchedulerApp.Tests;

/// <summary>An election of which only the node's name is asked.</summary>
internal sealed class FakeLeadership(string nodeName) : ILeadership
{
    public LeadershipStatus Status { get; } = new() { NodeName = nodeName };

    public bool IsLeader => throw new NotSupportedException();

    public LeadershipTerm? CurrentTerm => throw new NotSupportedException();

    public IAsyncEnumerable<LeadershipStatus> WatchAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResignAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

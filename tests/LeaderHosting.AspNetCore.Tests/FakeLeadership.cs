namespace LeaderHosting.AspNetCore.Tests;

/// <summary>An election whose status a test sets. Whatever else is asked of it fails the test.</summary>
internal sealed class FakeLeadership : ILeadership
{
    public LeadershipStatus Status { get; set; } = new();

    public bool IsLeader => Status.Role == LeadershipRole.Leader;

    public LeadershipTerm? CurrentTerm => throw new NotSupportedException();

    public IAsyncEnumerable<LeadershipStatus> WatchAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResignAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

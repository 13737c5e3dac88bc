namespace LeaderHosting.AspNetCore.Tests;

/// <summary>An election whose status a test sets. Whatever else is asked of it fails the test.</summary>
internal sealed class FakeLeadership : ILeadership
{
    private LeadershipStatus _status = new();

    public LeadershipStatus Status
    {
        get
        {
            var now = _status;
            _status = Next ?? now;
            return now;
        }
        set => _status = value;
    }

    /// <summary>What the status is after it has been read once, if that is to be something else.</summary>
    public LeadershipStatus? Next { get; set; }

    public bool IsLeader => Status.Role == LeadershipRole.Leader;

    public LeadershipTerm? CurrentTerm => throw new NotSupportedException();

    public IAsyncEnumerable<LeadershipStatus> WatchAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResignAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResignAsync(string successor, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task PauseAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task ResumeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
}

using LeaderHosting.Election;
using LeaderHosting.Election.Operations;

namespace LeaderHosting.Hosting;

/// <summary>The application's view of an election.</summary>
internal sealed class Leadership : ILeadership
{
    /// <summary>Whoever looks at the status wants to know the leader; what is known is looked up again when it is older than this.</summary>
    private static readonly TimeSpan FreshEnough = TimeSpan.FromSeconds(1);

    private readonly ElectionParticipant _election;

    public Leadership(ElectionParticipant election)
    {
        _election = election;
    }

    /// <inheritdoc/>
    public bool IsLeader => _election.Board.Term is { IsValid: true };

    /// <inheritdoc/>
    public LeadershipTerm? CurrentTerm => _election.Board.Term is { IsValid: true } term ? term : null;

    /// <inheritdoc/>
    public LeadershipStatus Status
    {
        get
        {
            _election.FreshenLeader(FreshEnough);
            return _election.Board.Status;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<LeadershipStatus> WatchAsync(CancellationToken cancellationToken = default) =>
        _election.Board.WatchAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default)
    {
        await foreach (var _ in WatchAsync(cancellationToken).ConfigureAwait(false))
        {
            if (CurrentTerm is { } term)
            {
                return term;
            }
        }

        throw new InvalidOperationException("The election has been shut down; this node will not lead again.");
    }

    /// <inheritdoc/>
    public Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default) =>
        _election.AskAsync(context => ReadLeader.RunAsync(context, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default) =>
        _election.AskAsync(
            context => ReadLeader.CandidatesAsync(context, _election.Board.State.Candidate, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public Task ResignAsync(CancellationToken cancellationToken = default) => _election.ResignAsync(cancellationToken);

    /// <inheritdoc/>
    public Task ResignAsync(string successor, CancellationToken cancellationToken = default) => _election.ResignAsync(successor, cancellationToken);

    /// <inheritdoc/>
    public Task PauseAsync(CancellationToken cancellationToken = default) => _election.PauseAsync(cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(CancellationToken cancellationToken = default) => _election.ResumeAsync(cancellationToken);
}

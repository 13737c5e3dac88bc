using LeaderHosting.Lease;

namespace LeaderHosting.Election;

/// <summary>A term that this node has won, under the lease of the session it was won in.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Whoever holds the token of an ended term may still look at it; its source owns no timer.")]
internal sealed class ElectionTerm : LeadershipTerm
{
    private readonly CancellationTokenSource _ending = new();
    private readonly ISessionLease _lease;
    private volatile bool _ended;

    public ElectionTerm(Term id, ISessionLease lease, DateTimeOffset since, long beganAt)
    {
        Id = id;
        Since = since;
        BeganAt = beganAt;
        _lease = lease;
        CancellationToken = _ending.Token;
    }

    /// <summary>The identity of the term.</summary>
    public Term Id { get; }

    /// <summary>When it began, by the wall clock; to be shown, not to decide by.</summary>
    public DateTimeOffset Since { get; }

    /// <summary>When it began, as a timestamp of the clock.</summary>
    public long BeganAt { get; }

    /// <inheritdoc/>
    public override long Number => Id.Number;

    /// <inheritdoc/>
    public override long FencingToken => Id.FencingToken;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken { get; }

    /// <inheritdoc/>
    public override bool IsValid => !_ended && _lease.IsHeld;

    /// <inheritdoc/>
    public override TimeSpan LeaseRemaining => _ended ? TimeSpan.Zero : _lease.Remaining;

    /// <summary>Ends the term: it is invalid from now on, and its token is cancelled.</summary>
    /// <returns>A task that completes when the callbacks of the token have run; it fails when one of them does.</returns>
    public Task EndAsync()
    {
        _ended = true;
        return _ending.CancelAsync();
    }

    /// <inheritdoc/>
    public override string ToString() => $"term {Number}";
}

namespace LeaderHosting.Testing.Fakes;

/// <summary>A term that lasts until it is ended, or its lease is.</summary>
/// <remarks>Not disposable: a container that hands it out would dispose of it, and whoever holds it may still look at it then.</remarks>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001", Justification = "Whoever holds the token of an ended term may still look at it; its source owns no timer.")]
internal sealed class FakeTerm(long number, long fencingToken) : LeadershipTerm
{
    private readonly CancellationTokenSource _ending = new();
    private volatile bool _isOver;

    /// <inheritdoc/>
    public override long Number => number;

    /// <inheritdoc/>
    public override long FencingToken => fencingToken;

    /// <inheritdoc/>
    public override CancellationToken CancellationToken => _ending.Token;

    /// <inheritdoc/>
    public override bool IsValid => !_isOver;

    /// <inheritdoc/>
    public override TimeSpan LeaseRemaining => _isOver ? TimeSpan.Zero : TimeSpan.MaxValue;

    /// <summary>Ends the lease and tells nobody.</summary>
    public void EndLease() => _isOver = true;

    /// <summary>Ends the term and cancels its token.</summary>
    public Task EndAsync()
    {
        _isOver = true;
        return _ending.CancelAsync();
    }
}

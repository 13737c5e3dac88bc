namespace LeaderHosting.Election;

/// <summary>One election's part in the spreading: tells the ledger what is seen of it, and gives it up when the ledger says so.</summary>
/// <remarks><see cref="Handled"/> is called from the election's loop, everything else from anywhere.</remarks>
internal sealed class Spreading
{
    private readonly ElectionSettings _settings;
    private readonly SpreadLedger _ledger;
    private readonly ElectionLog _log;
    private readonly Func<ElectionInput, bool> _tryPost;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="settings">The election.</param>
    /// <param name="ledger">The ledger of the process.</param>
    /// <param name="log">Is told of what is given up.</param>
    /// <param name="tryPost">Posts an input; false when the election takes none any more.</param>
    public Spreading(ElectionSettings settings, SpreadLedger ledger, ElectionLog log, Func<ElectionInput, bool> tryPost)
    {
        _settings = settings;
        _ledger = ledger;
        _log = log;
        _tryPost = tryPost;
    }

    /// <summary>Takes who was seen to lead. The first in the queue that has not claimed yet does not, and one without a host has only been named.</summary>
    public void See(LeaderInfo? leader) =>
        _ledger.Note(_settings.Path, leader is { Term: not null } ? leader.Name : null, isSure: leader?.Host is not null);

    /// <summary>Takes that this node leads.</summary>
    public void SeeItself() => _ledger.Note(_settings.Path, _settings.NodeName, isSure: true);

    /// <summary>Forgets what was seen, with the session that is over.</summary>
    public void Forget() => _ledger.Forget(_settings.Path);

    /// <summary>Gives the election up if this node leads too many.</summary>
    /// <param name="term">The term of this node.</param>
    /// <param name="others">The other candidates; none of them is preferred to this node.</param>
    public void Offer(Term term, IEnumerable<(string Candidate, CandidateData Data)> others)
    {
        var takers = others
            .Where(other => other.Data.Spread == _ledger.Group && other.Data.Priority >= _settings.Priority && other.Data.Name != _settings.NodeName)
            .Select(static other => (other.Candidate, other.Data.Name))
            .ToList();
        if (_ledger.TryGiveUp(_settings.Path, _settings.NodeName, takers) is not { } gift)
        {
            return;
        }

        _log.Spreads(_settings.NodeName, _settings.Path, gift.Candidate, gift.Node, gift.Own, gift.Theirs);
        if (!_tryPost(new ElectionInput.SurplusFound(term, gift.Candidate)))
        {
            _ledger.Done(_settings.Path);
        }
    }

    /// <summary>Takes that the election has handled an input, and how it has changed.</summary>
    public void Handled(ElectionInput input, ElectionState before, ElectionState state)
    {
        if (state.Session == 0)
        {
            Forget();
        }
        else if (state.IsLeading)
        {
            _ledger.Note(_settings.Path, _settings.NodeName);
        }
        else if (before.IsLeading)
        {
            _ledger.NoteLost(_settings.Path);
        }

        // Whatever it ends with: handed over, or the session lost, or too late, since the election was no longer led. Services that do not stop must not keep the other elections here.
        var isBegun = input is ElectionInput.SurplusFound || IsSteppingDown(before);
        if (isBegun && (!IsSteppingDown(state) || state.StopOverran))
        {
            _ledger.Done(_settings.Path);
        }
    }

    /// <summary>The election has ended, however far it had come.</summary>
    public void End() => _ledger.Done(_settings.Path);

    private static bool IsSteppingDown(ElectionState state) => state.Phase is LeadershipPhase.Stopping or LeadershipPhase.HandingOver;
}

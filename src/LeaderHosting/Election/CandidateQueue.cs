namespace LeaderHosting.Election;

/// <summary>The candidates under an election path, in the order in which they lead, and the children that are none.</summary>
internal sealed class CandidateQueue
{
    private CandidateQueue(IReadOnlyList<CandidateName> candidates, IReadOnlyList<string> foreign)
    {
        Candidates = candidates;
        Foreign = foreign;
    }

    /// <summary>The candidates; the first leads.</summary>
    public IReadOnlyList<CandidateName> Candidates { get; }

    /// <summary>Children that are not named as candidates are.</summary>
    public IReadOnlyList<string> Foreign { get; }

    /// <summary>A queue of one.</summary>
    public static CandidateQueue OfOne(string candidate) =>
        CandidateName.TryParse(candidate, out var name) ? new CandidateQueue([name], []) : new CandidateQueue([], [candidate]);

    /// <summary>Sorts the names of an election path's children.</summary>
    public static CandidateQueue Of(IReadOnlyCollection<string> children, LeadershipOrder order = LeadershipOrder.OldestFirst)
    {
        var candidates = new List<CandidateName>(children.Count);
        List<string>? foreign = null;
        foreach (var child in children)
        {
            if (CandidateName.TryParse(child, out var candidate))
            {
                candidates.Add(candidate);
            }
            else
            {
                (foreign ??= []).Add(child);
            }
        }

        candidates.Sort();
        if (order == LeadershipOrder.NewestFirst)
        {
            candidates.Reverse();
        }

        return new CandidateQueue(candidates, foreign ?? []);
    }

    /// <summary>The place of a candidate, from 0; −1 when it is not there.</summary>
    public int IndexOf(string candidate)
    {
        for (var i = 0; i < Candidates.Count; i++)
        {
            if (Candidates[i].Value == candidate)
            {
                return i;
            }
        }

        return -1;
    }
}

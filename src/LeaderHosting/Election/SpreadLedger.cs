using System.Globalization;

namespace LeaderHosting.Election;

/// <summary>
/// Who leads how many of the elections that are to be spread over the nodes, as far as this process has seen, and which of its own it gives up: one at a time, to the
/// candidate whose node leads the fewest, and only if that node still leads fewer than this one afterwards or as many.
/// </summary>
/// <remarks>What is seen may be some look-outs old. That can cost a handover too many, but no back and forth: each makes the difference of the two nodes smaller. Thread-safe.</remarks>
internal sealed class SpreadLedger
{
    /// <summary>A difference of one can't be made smaller.</summary>
    private const int WorthIt = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _leaders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);
    private string? _givenUp;

    /// <summary>Takes who was seen to lead an election, if anybody was.</summary>
    public void Note(string election, string? leader)
    {
        lock (_lock)
        {
            // What this process gives up is as good as the successor's.
            if (election != _givenUp)
            {
                Set(election, leader);
            }
        }
    }

    /// <summary>Whether to give up an election that this node leads, and to whom.</summary>
    /// <param name="election">The election.</param>
    /// <param name="self">The name of this node.</param>
    /// <param name="others">The other candidates, and the names of their nodes, in the order of the queue.</param>
    /// <returns>The candidate to hand over to, and why; <see langword="null"/>: keep it. After an answer <see cref="Done"/> must follow.</returns>
    public (string Candidate, string Why)? TryGiveUp(string election, string self, IReadOnlyList<(string Candidate, string Node)> others)
    {
        lock (_lock)
        {
            if (_givenUp is not null || others.Count == 0)
            {
                return null;
            }

            Set(election, self);
            var fewest = others.MinBy(other => CountOf(other.Node));
            if (CountOf(self) - CountOf(fewest.Node) < WorthIt)
            {
                return null;
            }

            var why = string.Create(
                CultureInfo.InvariantCulture, $"its node leads {CountOf(fewest.Node)} of the elections to be spread, and this one {CountOf(self)}");
            Set(election, fewest.Node);
            _givenUp = election;
            return (fewest.Candidate, why);
        }
    }

    /// <summary>An election that was to be given up is, or this node has lost it in another way; the next may be.</summary>
    public void Done(string election)
    {
        lock (_lock)
        {
            if (_givenUp == election)
            {
                _givenUp = null;
            }
        }
    }

    private int CountOf(string node) => _counts.GetValueOrDefault(node);

    private void Set(string election, string? leader)
    {
        if (_leaders.Remove(election, out var before))
        {
            _counts[before]--;
            if (_counts[before] == 0)
            {
                _counts.Remove(before);
            }
        }

        if (leader is not null)
        {
            _leaders.Add(election, leader);
            _counts[leader] = CountOf(leader) + 1;
        }
    }
}

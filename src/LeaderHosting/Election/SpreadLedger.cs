using System.Security.Cryptography;
using System.Text;

namespace LeaderHosting.Election;

/// <summary>
/// Who leads the elections that this process spreads, as far as it has seen, and which of its own it gives up: one at a time, to a node that leads at least two fewer.
/// One per process and session.
/// </summary>
/// <remarks>
/// Leadership is only ever given to a node that spreads the same elections, so giver and taker count the same, and every handover makes the sum of the squares of what the nodes lead
/// smaller: it comes to an end. What is seen may be a look-out old; how much is given on such news is bounded in these ways. Thread-safe.
/// <list type="bullet">
/// <item>The difference has to have been there at the look-out before, too.</item>
/// <item>What a node leads beyond its share, of which it is sure, it gives; of several that lead no more than that, the one with the most gives, and the others wait for some look-outs, in case it can't.</item>
/// <item>A node is given no more than it has been seen to lead, and one if it leads nothing: it may have crashed, and ZooKeeper does not know yet, or fail to start its services.</item>
/// </list>
/// </remarks>
internal sealed class SpreadLedger
{
    /// <summary>A difference of one can't be made smaller.</summary>
    private const int WorthIt = 2;

    /// <summary>How many look-outs a node that leads no more than its share leaves to each that comes before it: one to act, and one to be seen.</summary>
    private const int Patience = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Sight> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _waited = new(StringComparer.Ordinal);
    private readonly int _elections;
    private string? _givenUp;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="elections">The paths of all elections of this process that are spread over this session.</param>
    public SpreadLedger(IEnumerable<string> elections)
    {
        var paths = elections.Order(StringComparer.Ordinal).ToList();
        _elections = paths.Count;
        Group = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', paths))))[..16];
    }

    /// <summary>A mark of the set of elections that are spread. Candidates publish it, and share only with those of the same mark.</summary>
    public string Group { get; }

    /// <summary>Takes who was seen to lead an election, if anybody was.</summary>
    /// <param name="election">The path of the election.</param>
    /// <param name="leader">The name of the node.</param>
    /// <param name="isSure">False: it was only named by the last leader, and has not been heard of since.</param>
    public void Note(string election, string? leader, bool isSure = true)
    {
        lock (_lock)
        {
            // What this process gives up is as good as the successor's.
            if (election != _givenUp)
            {
                _seen[election] = _seen.GetValueOrDefault(election).Then(leader, isSure);
            }
        }
    }

    /// <summary>Takes that this node does not lead an election any more, if it did; who does will be seen.</summary>
    public void NoteLost(string election)
    {
        lock (_lock)
        {
            if (election != _givenUp && _seen.GetValueOrDefault(election) is { IsGift: false })
            {
                _seen[election] = default;
            }
        }
    }

    /// <summary>Forgets who was seen to lead an election: the session in which it was seen is over.</summary>
    public void Forget(string election)
    {
        lock (_lock)
        {
            _seen.Remove(election);
            _waited.Remove(election);
        }
    }

    /// <summary>Whether to give up an election that this node leads, and to whom. Asked at every look-out.</summary>
    /// <param name="election">The path of the election.</param>
    /// <param name="self">The name of this node.</param>
    /// <param name="others">The other candidates that may have it, and the names of their nodes.</param>
    /// <returns>Whom to hand over to; <see langword="null"/>: keep it. After an answer <see cref="Done"/> must follow.</returns>
    public Gift? TryGiveUp(string election, string self, IReadOnlyList<(string Candidate, string Node)> others)
    {
        lock (_lock)
        {
            _seen[election] = new Sight(self);
            if (_givenUp is not null || _seen.Count < _elections)
            {
                return null;
            }

            var tally = Count();
            var own = tally[self].Leads;
            var takers = others.Where(other => own - tally.GetValueOrDefault(other.Node).Leads >= WorthIt).ToList();
            if (takers.Count == 0)
            {
                _waited.Remove(election);
                return null;
            }

            var waited = _waited.GetValueOrDefault(election);
            _waited[election] = waited + 1;
            if (waited < PatienceOf(self, others, tally) || ChooseAmong(takers, own, tally) is not { } gift)
            {
                return null;
            }

            _waited.Remove(election);
            _seen[election] = new Sight(gift.Node, IsGift: true);
            _givenUp = election;
            return gift;
        }
    }

    /// <summary>An election that was to be given up is, or this node has lost it in another way, or keeps it after all; the next may be given up.</summary>
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

    /// <summary>One of those that lead the fewest: several givers should not all choose the same.</summary>
    private static Gift? ChooseAmong(List<(string Candidate, string Node)> takers, int own, Dictionary<string, Tally> tally)
    {
        var ready = takers.Where(taker => tally.GetValueOrDefault(taker.Node).MayHaveMore).ToList();
        if (ready.Count == 0)
        {
            return null;
        }

        var fewest = ready.Min(taker => tally.GetValueOrDefault(taker.Node).Leads);
        var equals = ready.Where(taker => tally.GetValueOrDefault(taker.Node).Leads == fewest).ToList();
#pragma warning disable CA5394 // Spreading load needs no secrecy.
        var (candidate, node) = equals[Random.Shared.Next(equals.Count)];
#pragma warning restore CA5394
        return new Gift(candidate, node, own, fewest);
    }

    /// <summary>
    /// For how many look-outs before this one there has to have been somebody to give to: one, so that all elections were looked at since; within its share two for itself, and two for each node that
    /// leads more, or as many and comes before it by name.
    /// </summary>
    private int PatienceOf(string self, IEnumerable<(string Candidate, string Node)> others, Dictionary<string, Tally> tally)
    {
        var own = tally[self].Leads;
        var nodes = others.Select(static other => other.Node).Append(self).Distinct(StringComparer.Ordinal).ToList();
        return own > (_elections + nodes.Count - 1) / nodes.Count
            ? 1
            : Patience * (1 + nodes.Count(node =>
                tally.GetValueOrDefault(node).Leads is var leads && (leads > own || (leads == own && string.CompareOrdinal(node, self) < 0))));
    }

    private Dictionary<string, Tally> Count()
    {
        var tally = new Dictionary<string, Tally>(StringComparer.Ordinal);
        foreach (var (leader, isGift, _) in _seen.Values)
        {
            if (leader is not null)
            {
                var before = tally.GetValueOrDefault(leader);
                tally[leader] = new Tally(before.Leads + 1, before.Gifts + (isGift ? 1 : 0));
            }
        }

        return tally;
    }

    /// <summary>An election to be given up.</summary>
    /// <param name="Candidate">The candidate to hand over to.</param>
    /// <param name="Node">The name of its node.</param>
    /// <param name="Own">How many of the elections this node leads, the given one included.</param>
    /// <param name="Theirs">How many the other node leads, the given one not included.</param>
    internal sealed record Gift(string Candidate, string Node, int Own, int Theirs);

    /// <summary>What was last seen of an election.</summary>
    /// <param name="Leader">The name of the node that leads.</param>
    /// <param name="IsGift">Whether this process has given it to that node, and not seen it lead yet.</param>
    /// <param name="IsDoubted">Whether nobody was seen to lead it at the last look.</param>
    private readonly record struct Sight(string? Leader, bool IsGift = false, bool IsDoubted = false)
    {
        /// <summary>What is believed after another look. That nobody leads is believed at the second: just after a handover those before the successor have to let it pass.</summary>
        public Sight Then(string? leader, bool isSure) => this switch
        {
            { Leader: not null, IsDoubted: false } when leader is null => this with { IsDoubted = true },
            { IsGift: true } when leader == Leader && !isSure => this with { IsDoubted = false },
            _ => new Sight(leader),
        };
    }

    /// <summary>What a node leads.</summary>
    /// <param name="Leads">How many of the elections, the gifts included.</param>
    /// <param name="Gifts">How many of them this process has given it, and not seen it lead yet.</param>
    private readonly record struct Tally(int Leads, int Gifts)
    {
        public bool MayHaveMore => Gifts == 0 || Gifts * 2 < Leads;
    }
}

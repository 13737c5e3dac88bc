namespace LeaderHosting.SafetyModel.Tests;

/// <summary>
/// Who follows whom: three nodes that stand, read, claim, lead, stop and hand over, to the next or to any other candidate, in either order. The lease is taken for granted, or left out.
/// </summary>
/// <remarks>
/// <para>Every request to the ensemble is a step of its own, and between two of one node anything else may happen. A claim that was sent may be applied much later. A handover names any candidate
/// that is there: why it does (a priority, a newcomer, a share of the work, somebody's wish) is nothing to safety.</para>
/// <para>Sessions end at any time; under a lease not while services run, which is what <see cref="LeaseModel"/> shows.</para>
/// </remarks>
internal sealed class SuccessionModel : IModel<SuccessionState>
{
    private const int Nodes = 3;

    private readonly SuccessionRule _rule;
    private readonly bool _isNewestFirst;
    private readonly bool _hasLatch;
    private readonly int _candidates;
    private readonly int _versions;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="rule">The rules of the nodes.</param>
    /// <param name="isNewestFirst">Whether the newest leads.</param>
    /// <param name="hasLatch">Whether the third node is a Curator latch, which leads as the first of the queue and looks at no record.</param>
    /// <param name="candidates">How many candidates there are in all, one after another: at most seven.</param>
    /// <param name="versions">How often the record is written at most.</param>
    public SuccessionModel(SuccessionRule rule, bool isNewestFirst, bool hasLatch, int candidates, int versions)
    {
        _rule = rule;
        _isNewestFirst = isNewestFirst;
        _hasLatch = hasLatch;
        _candidates = candidates;
        _versions = versions;
    }

    /// <inheritdoc/>
    public SuccessionState Start => default;

    /// <inheritdoc/>
    public bool IsBroken(SuccessionState state) => (state.A.Runs ? 1 : 0) + (state.B.Runs ? 1 : 0) + (state.C.Runs ? 1 : 0) > 1;

    /// <inheritdoc/>
    public IEnumerable<SuccessionState> Next(SuccessionState state) =>
        Enumerable.Range(0, Nodes).SelectMany(index => InEnsemble(state, index, state[index])
            .Concat(_hasLatch && index == Nodes - 1 ? LatchSteps(state, index, state[index]) : Steps(state, index, state[index])))
        .Select(next => next.Sorted(_hasLatch ? Nodes - 1 : Nodes));

    /// <summary>What the ensemble does: a session ends, and a claim arrives.</summary>
    private IEnumerable<SuccessionState> InEnsemble(SuccessionState s, int index, SuccessionNode node)
    {
        if (node.Znode != 0 && (!node.Runs || _rule == SuccessionRule.NoLease))
        {
            yield return s.With(index, node with { Znode = 0, IsClaiming = false, ClaimedVersion = 0 });
        }

        if (node.IsClaiming && s.Version < _versions)
        {
            var arrived = node with { IsClaiming = false, ClaimedVersion = 0 };
            var isApplied = node.Znode != 0 && (s.Version == node.ClaimedVersion || _rule == SuccessionRule.ClaimsWhateverTheRecord);
            yield return isApplied ? Write(s.With(index, arrived), node.Znode) : s.With(index, arrived);
        }
    }

    private IEnumerable<SuccessionState> Steps(SuccessionState s, int index, SuccessionNode node)
    {
        switch (node.Step)
        {
            case SuccessionStep.Out when s.LastNumber < _candidates:
                yield return Join(s, index);
                if (!_isNewestFirst && s.Oldest == 0)
                {
                    yield return s.With(index, new SuccessionNode { Step = SuccessionStep.HasSeenNobody, SeenVersion = s.Version, SeenNumber = s.LastNumber });
                }

                break;
            case SuccessionStep.HasSeenNobody:
                foreach (var next in LeadAtOnce(s, index, node))
                {
                    yield return next;
                }

                break;
            case SuccessionStep.Waiting when _rule == SuccessionRule.ReadsTheQueueFirst:
                yield return s.With(index, node with { Step = SuccessionStep.HasReadQueue, SeenQueue = QueueOf(s) });
                break;

            // Where the oldest leads, only the first looks at the record: its place lasts.
            case SuccessionStep.Waiting when _isNewestFirst || s.Oldest == node.Candidate || _rule == SuccessionRule.NamedLeadsFromAnyPlace:
            case SuccessionStep.HasReadQueue:
                yield return ReadRecord(s, index, node);
                break;
            case SuccessionStep.HasReadRecord:
                yield return s.With(index, LookForTheNamed(s, node));
                break;
            case SuccessionStep.MayClaim:
                yield return s.With(index, Forget(node) with { Step = SuccessionStep.Waiting, IsClaiming = true, ClaimedVersion = node.SeenVersion });
                break;
            case SuccessionStep.Leading:
                yield return s.With(index, node with { Step = SuccessionStep.Stopped });
                if (s.Named == node.Znode && node.Znode != 0 && s.Version < _versions)
                {
                    // It completes its record.
                    yield return Write(s, s.Named);
                }

                foreach (var next in _rule == SuccessionRule.HandsOverBeforeItHasStopped ? HandOver(s, index, node, SuccessionStep.LeadingAfterHandover) : [])
                {
                    yield return next;
                }

                break;
            case SuccessionStep.Stopped:
                foreach (var next in HandOver(s, index, node, SuccessionStep.Out))
                {
                    yield return next;
                }

                break;
            case SuccessionStep.LeadingAfterHandover:
                yield return s.With(index, default);
                break;
        }

        // It hears that its session is over, at any time after.
        if (node.Candidate != 0 && node.Znode == 0 && node.Step != SuccessionStep.LeadingAfterHandover)
        {
            yield return s.With(index, default);
        }
    }

    private IEnumerable<SuccessionState> LatchSteps(SuccessionState s, int index, SuccessionNode node)
    {
        switch (node.Step)
        {
            case SuccessionStep.Out when s.LastNumber < _candidates:
                yield return Join(s, index);
                break;
            case SuccessionStep.Waiting when s.Oldest == node.Candidate:
                yield return s.With(index, node with { Step = SuccessionStep.Leading });
                break;
            case SuccessionStep.Leading:
                yield return s.With(index, default);
                break;
        }

        if (node.Candidate != 0 && node.Znode == 0)
        {
            yield return s.With(index, default);
        }
    }

    private static SuccessionState Join(SuccessionState s, int index)
    {
        var number = (byte)(s.LastNumber + 1);
        return s.With(index, new SuccessionNode { Step = SuccessionStep.Waiting, Candidate = number, Znode = number }) with { LastNumber = number };
    }

    /// <summary>The transaction that joins the queue and claims, on condition that the candidate gets the number foretold and that the record is as it was read. Refused, the node joins as any other.</summary>
    private IEnumerable<SuccessionState> LeadAtOnce(SuccessionState s, int index, SuccessionNode node)
    {
        var isForetold = s.LastNumber == node.SeenNumber || _rule == SuccessionRule.LeadsAtOnceWhoeverHasJoined;
        if (!isForetold || s.Version != node.SeenVersion || s.LastNumber >= _candidates || s.Version >= _versions)
        {
            yield return s.With(index, default);
            yield break;
        }

        var applied = Write(Join(s, index), (byte)(s.LastNumber + 1));
        yield return applied.With(index, applied[index] with { Step = SuccessionStep.Leading });

        // The answer is lost: it looks for its candidate, and then at the record.
        yield return applied;
    }

    /// <summary>Named by the record, it leads; but nothing starts without a lease, which a session that is over does not give.</summary>
    private SuccessionState ReadRecord(SuccessionState s, int index, SuccessionNode node)
    {
        if (s.Named != node.Candidate)
        {
            return s.With(index, node with { Step = SuccessionStep.HasReadRecord, SeenNamed = s.Named, SeenVersion = s.Version });
        }

        var mayLead = node.Znode != 0 || _rule == SuccessionRule.NoLease;
        return s.With(index, Forget(node) with { Step = mayLead ? SuccessionStep.Leading : SuccessionStep.Waiting });
    }

    /// <summary>Whether the one on record is there: then this node lets it pass, or goes on waiting. If it is gone, and it is this node's turn, it may claim.</summary>
    private SuccessionNode LookForTheNamed(SuccessionState s, SuccessionNode node)
    {
        var isNamedThere = _rule == SuccessionRule.ReadsTheQueueFirst ? (node.SeenQueue & (1 << node.SeenNamed)) != 0 : s.IsThere(node.SeenNamed);
        if (node.SeenNamed != 0 && isNamedThere)
        {
            // In the queue of the oldest it withdraws, to join again at the end.
            return _isNewestFirst || s.Oldest != node.Candidate ? Forget(node) with { Step = SuccessionStep.Waiting } : default;
        }

        var isTurn = _rule == SuccessionRule.ReadsTheQueueFirst
            ? node.SeenQueue >> node.Candidate == 1
            : (_isNewestFirst ? s.Newest : s.Oldest) == node.Candidate;
        return isTurn ? node with { Step = SuccessionStep.MayClaim, SeenQueue = 0 } : Forget(node) with { Step = SuccessionStep.Waiting };
    }

    /// <summary>The transaction that names any other candidate that is there, or nobody, and deletes the own; it fails when the own is gone.</summary>
    private IEnumerable<SuccessionState> HandOver(SuccessionState s, int index, SuccessionNode node, SuccessionStep then)
    {
        if (node.Znode == 0)
        {
            yield break;
        }

        var without = s.With(index, new SuccessionNode { Step = then });
        var others = Enumerable.Range(0, Nodes).Where(other => other != index && s[other].Znode != 0).Select(other => s[other].Znode).ToList();
        foreach (var successor in s.Version < _versions ? others : [])
        {
            yield return Write(without, successor);
        }

        yield return without;
    }

    private static SuccessionState Write(SuccessionState s, byte named) => s with { Named = named, Version = (byte)(s.Version + 1) };

    private static SuccessionNode Forget(SuccessionNode node) => node with { SeenNamed = 0, SeenVersion = 0, SeenQueue = 0 };

    private static byte QueueOf(SuccessionState s) => (byte)((Bit(s.A) | Bit(s.B) | Bit(s.C)) & ~1);

    private static int Bit(SuccessionNode node) => 1 << node.Znode;
}

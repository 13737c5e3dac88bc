using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election;

public sealed class SpreadLedgerTests
{
    [Fact]
    public void A_surplus_goes_to_the_node_that_leads_the_fewest()
    {
        var ledger = Ledger(("a", 4), ("b", 2), ("c", 1));

        var gift = Ask(ledger, "a1", "b", "c");

        Assert.Equal(new SpreadLedger.Gift("candidate-c", "c", Own: 4, Theirs: 1), gift);
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(1, 0)]
    [InlineData(1, 3)]
    public void A_difference_of_one_is_none(int own, int others)
    {
        var ledger = Ledger(("a", own), ("b", others));

        Assert.Null(Ask(ledger, "a1", "b"));
    }

    [Fact]
    public void Nobody_else_means_nobody()
    {
        var ledger = Ledger(("a", 3));

        Assert.Null(Ask(ledger, "a1"));
    }

    [Fact]
    public void Nothing_is_given_up_before_every_election_was_looked_at()
    {
        var ledger = new SpreadLedger(["1", "2", "3", "4"]);
        ledger.Note("1", "a");
        ledger.Note("2", "a");
        ledger.Note("3", null);
        Assert.Null(Ask(ledger, "1", "b"));

        ledger.Note("4", null);
        Assert.NotNull(Ask(ledger, "1", "b"));
    }

    [Fact]
    public void What_was_seen_in_a_former_session_does_not_count()
    {
        var ledger = Ledger(("a", 3), ("b", 0));
        ledger.Forget("a3");
        Assert.Null(Ask(ledger, "a1", "b"));

        ledger.Note("a3", "a");
        Assert.NotNull(Ask(ledger, "a1", "b"));
    }

    [Fact]
    public void What_this_node_has_ceased_to_lead_counts_for_nobody_at_once()
    {
        var ledger = Ledger(("a", 3), ("b", 1));
        ledger.NoteLost("a3");

        Assert.Null(Ask(ledger, "a1", "b"));
    }

    [Fact]
    public void One_is_given_up_at_a_time()
    {
        var ledger = Ledger(("a", 6), ("b", 0), ("c", 0));

        Assert.NotNull(Ask(ledger, "a1", "b"));
        Assert.Null(Ask(ledger, "a2", "c"));
        ledger.Done("a2");
        Assert.Null(Ask(ledger, "a2", "c"));

        ledger.Done("a1");
        Assert.NotNull(Ask(ledger, "a2", "c"));
    }

    [Fact]
    public void What_is_being_given_up_counts_for_the_successor_whatever_is_still_seen()
    {
        var ledger = Ledger(("a", 3), ("b", 0));

        Assert.NotNull(Ask(ledger, "a1", "b"));
        ledger.Note("a1", "a");
        ledger.Done("a1");
        ledger.Note("a1", "b");

        Assert.Null(Ask(ledger, "a2", "b"));
    }

    /// <summary>It may have crashed, and ZooKeeper does not know yet.</summary>
    [Fact]
    public void A_node_gets_no_second_one_before_it_was_seen_to_lead_the_first()
    {
        var ledger = Ledger(("a", 6), ("b", 0));
        GiveUp(ledger, "a1", "b");

        Assert.Null(Ask(ledger, "a2", "b"));
        ledger.Note("a1", "b", isSure: false);
        Assert.Null(Ask(ledger, "a2", "b"));
        ledger.Note("a1", null);
        Assert.Null(Ask(ledger, "a2", "b"));

        ledger.Note("a1", "b");
        Assert.NotNull(Ask(ledger, "a2", "b"));
    }

    [Fact]
    public void A_node_that_leads_some_gets_as_many_at_once()
    {
        var ledger = Ledger(("a", 20), ("b", 3));
        foreach (var election in new[] { "a1", "a2", "a3" })
        {
            GiveUp(ledger, election, "b");
        }

        Assert.Null(Ask(ledger, "a4", "b"));
        ledger.Note("a1", "b");
        GiveUp(ledger, "a4", "b");
    }

    [Fact]
    public void While_one_is_not_sure_to_lead_another_is_given_to()
    {
        var ledger = Ledger(("a", 6), ("b", 0), ("c", 1));
        GiveUp(ledger, "a1", "b", "b", "c");
        GiveUp(ledger, "a2", "c", "b", "c");
    }

    [Fact]
    public void A_gift_that_nobody_is_seen_to_lead_for_long_counts_for_nobody()
    {
        var ledger = Ledger(("a", 6), ("b", 0));
        GiveUp(ledger, "a1", "b");
        ledger.Note("a1", null);
        ledger.Note("a1", null);

        var gift = Ask(ledger, "a2", "b");

        Assert.Equal(0, gift?.Theirs);
    }

    /// <summary>Just after a handover nobody may be seen to lead, although somebody is about to.</summary>
    [Fact]
    public void An_election_that_nobody_leads_counts_for_nobody_at_the_second_look()
    {
        var ledger = Ledger(("a", 3), ("b", 2));
        ledger.Note("b1", null);
        ledger.Note("b2", null);
        Assert.Null(Ask(ledger, "a1", "b"));

        ledger.Note("b1", null);
        ledger.Note("b2", null);
        Assert.NotNull(Ask(ledger, "a1", "b"));
    }

    [Fact]
    public void Of_several_that_lead_no_more_than_their_share_the_first_gives_up_and_the_next_only_when_it_has_had_time()
    {
        // 11 on four nodes: no more than three each. A and b both lead two more than c.
        var a = Ledger(("a", 3), ("b", 3), ("c", 1), ("d", 4));
        var b = Ledger(("a", 3), ("b", 3), ("c", 1), ("d", 4));

        // Before a stands d, which leads more; before b both.
        Assert.Equal(4, LookoutsUntilItGivesUp(a, "a", Others("b", "c", "d")));
        Assert.Equal(6, LookoutsUntilItGivesUp(b, "b", Others("a", "c", "d")));
    }

    [Fact]
    public void Beyond_its_share_a_node_waits_only_until_it_has_looked_again()
    {
        var ledger = Ledger(("a", 4), ("b", 5), ("c", 0));

        Assert.Equal(1, LookoutsUntilItGivesUp(ledger, "a", Others("b", "c")));
    }

    /// <summary>Just after a node has left, what it led is led by others, of which this one has not heard yet.</summary>
    [Fact]
    public void A_difference_that_is_gone_at_the_next_look_is_none()
    {
        var ledger = Ledger(("a", 6), ("b", 2), ("gone", 4));
        Assert.Null(ledger.TryGiveUp("a1", "a", Others("b")));

        foreach (var election in new[] { "gone1", "gone2", "gone3", "gone4" })
        {
            ledger.Note(election, "b");
        }

        Assert.Null(Ask(ledger, "a1", "b"));
    }

    [Fact]
    public void Sets_of_elections_are_told_apart()
    {
        Assert.Equal(new SpreadLedger(["/a", "/b"]).Group, new SpreadLedger(["/b", "/a"]).Group);
        Assert.NotEqual(new SpreadLedger(["/a", "/b"]).Group, new SpreadLedger(["/a"]).Group);
        Assert.Matches("^[0-9a-f]{16}$", new SpreadLedger(["/a"]).Group);
    }

    /// <summary>All that one node led, or what each was given at random, comes to be shared, and nothing moves much more often than it has to.</summary>
    [Theory]
    [InlineData(2, 100, true, 1)]
    [InlineData(3, 100, true, 2)]
    [InlineData(5, 17, true, 3)]
    [InlineData(7, 1000, true, 4)]
    [InlineData(10, 31, false, 5)]
    [InlineData(10, 300, false, 6)]
    [InlineData(6, 5, true, 7)]
    [InlineData(4, 12, false, 8)]
    public void Nodes_that_each_keep_a_ledger_come_to_share_and_then_rest(int nodes, int elections, bool fromOne, int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, nodes).Select(static n => $"n{n}").ToArray();
        var ledgers = names.ToDictionary(static n => n, _ => new SpreadLedger(Enumerable.Range(0, elections).Select(static e => $"{e}")));
        var leaders = Enumerable.Range(0, elections).Select(_ => names[fromOne ? 0 : random.Next(nodes)]).ToArray();
        var needed = Counts().Sum(count => Math.Max(0, count - ((elections + nodes - 1) / nodes)));
        var handovers = 0;

        // A round: every node looks once at every election, all in any order; if it leads it, it may give it up. What others do it sees only when it looks again.
        for (var quiet = 0; quiet < 3 * nodes; quiet++)
        {
            var lookouts = names.SelectMany(_ => Enumerable.Range(0, elections), static (node, election) => (node, election)).ToArray();
            random.Shuffle(lookouts);
            foreach (var (node, election) in lookouts)
            {
                var name = $"{election}";
                ledgers[node].Note(name, leaders[election]);
                if (leaders[election] == node
                    && ledgers[node].TryGiveUp(name, node, [.. names.Where(n => n != node).Select(static n => (n, n))]) is { } gift)
                {
                    leaders[election] = gift.Candidate;
                    ledgers[node].Done(name);
                    handovers++;
                    quiet = 0;
                }
            }
        }

        Assert.InRange(Counts().Max() - Counts().Min(), 0, 1);
        Assert.InRange(handovers, needed, (needed * 3 / 2) + (2 * nodes));

        List<int> Counts() => [.. names.Select(n => leaders.Count(l => l == n))];
    }

    /// <summary>A ledger that has seen these nodes lead so many elections each: a1, a2, b1 and so on.</summary>
    private static SpreadLedger Ledger(params (string Node, int Leads)[] nodes)
    {
        var elections = nodes.SelectMany(static n => Enumerable.Range(1, n.Leads).Select(e => (n.Node, Election: $"{n.Node}{e}"))).ToList();
        var ledger = new SpreadLedger(elections.Select(static e => e.Election));
        elections.ForEach(e => ledger.Note(e.Election, e.Node));
        return ledger;
    }

    private static (string Candidate, string Node)[] Others(params string[] nodes) => [.. nodes.Select(static n => ($"candidate-{n}", n))];

    /// <summary>Asks for a, at many look-outs.</summary>
    private static SpreadLedger.Gift? Ask(SpreadLedger ledger, string election, params string[] others) =>
        Enumerable.Range(0, 50).Select(_ => ledger.TryGiveUp(election, "a", Others(others))).FirstOrDefault(static gift => gift is not null);

    private static void GiveUp(SpreadLedger ledger, string election, string to, params string[] others)
    {
        Assert.Equal(to, Ask(ledger, election, others is [] ? [to] : others)?.Node);
        ledger.Done(election);
    }

    private static int LookoutsUntilItGivesUp(SpreadLedger ledger, string node, (string Candidate, string Node)[] others) =>
        Enumerable.Range(0, 100).First(_ => ledger.TryGiveUp($"{node}1", node, others) is not null);
}

using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election;

public sealed class SpreadLedgerTests
{
    private readonly SpreadLedger _ledger = new();

    [Fact]
    public void A_surplus_goes_to_the_node_that_leads_the_fewest()
    {
        Lead("a", 1, 2, 3, 4);
        Lead("b", 5, 6);
        Lead("c", 7);

        var given = _ledger.TryGiveUp("1", "a", [("candidate-b", "b"), ("candidate-c", "c")]);

        Assert.Equal("candidate-c", given!.Value.Candidate);
        Assert.Equal("its node leads 1 of the elections to be spread, and this one 4", given.Value.Why);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_difference_of_one_is_none(int others)
    {
        Lead("a", 1, 2);
        Lead("b", [.. Enumerable.Range(10, others)]);

        Assert.Null(_ledger.TryGiveUp("1", "a", [("candidate-b", "b")]));
    }

    [Fact]
    public void Nobody_else_means_nobody()
    {
        Lead("a", 1, 2, 3);

        Assert.Null(_ledger.TryGiveUp("1", "a", []));
    }

    [Fact]
    public void One_is_given_up_at_a_time()
    {
        Lead("a", 1, 2, 3, 4, 5, 6);

        Assert.NotNull(_ledger.TryGiveUp("1", "a", [("candidate-b", "b")]));
        Assert.Null(_ledger.TryGiveUp("2", "a", [("candidate-b", "b")]));
        _ledger.Done("2");
        Assert.Null(_ledger.TryGiveUp("2", "a", [("candidate-b", "b")]));

        _ledger.Done("1");
        Assert.NotNull(_ledger.TryGiveUp("2", "a", [("candidate-b", "b")]));
    }

    [Fact]
    public void What_is_being_given_up_counts_for_the_successor_whatever_is_still_seen()
    {
        Lead("a", 1, 2, 3);

        Assert.NotNull(_ledger.TryGiveUp("1", "a", [("candidate-b", "b")]));
        _ledger.Note("1", "a");
        _ledger.Done("1");

        Assert.Null(_ledger.TryGiveUp("2", "a", [("candidate-b", "b")]));
    }

    [Fact]
    public void An_election_that_nobody_leads_counts_for_nobody()
    {
        Lead("a", 1, 2, 3);
        Lead("b", 4, 5);
        _ledger.Note("4", null);
        _ledger.Note("5", null);

        Assert.NotNull(_ledger.TryGiveUp("1", "a", [("candidate-b", "b")]));
    }

    [Theory]
    [InlineData(2, 100, 1)]
    [InlineData(3, 100, 2)]
    [InlineData(5, 17, 3)]
    [InlineData(7, 1000, 4)]
    public void Nodes_that_each_keep_a_ledger_come_to_share_and_then_rest(int nodes, int elections, int seed)
    {
        var random = new Random(seed);
        var names = Enumerable.Range(0, nodes).Select(static n => $"n{n}").ToArray();
        var ledgers = names.ToDictionary(static n => n, static _ => new SpreadLedger());
        var leaders = Enumerable.Repeat(names[0], elections).ToArray();
        var handovers = 0;
        var quiet = 0;

        // Each look-out: a node looks at one election; if it leads it, it may give it up. What others do it sees only when it looks again.
        while (quiet < 20 * nodes * elections)
        {
            var node = names[random.Next(nodes)];
            var election = random.Next(elections);
            var name = $"{election}";
            ledgers[node].Note(name, leaders[election]);
            quiet++;
            if (leaders[election] == node
                && ledgers[node].TryGiveUp(name, node, [.. names.Where(n => n != node).Select(static n => (n, n))]) is { } given)
            {
                leaders[election] = given.Candidate;
                ledgers[node].Done(name);
                handovers++;
                quiet = 0;
                Assert.True(handovers < 3 * elections, "They hand over again and again.");
            }
        }

        var counts = names.Select(n => leaders.Count(l => l == n)).ToList();
        Assert.InRange(counts.Max() - counts.Min(), 0, 1);
    }

    private void Lead(string node, params int[] elections)
    {
        foreach (var election in elections)
        {
            _ledger.Note($"{election}", node);
        }
    }
}

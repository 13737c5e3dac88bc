using LeaderHosting.Coordination;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>What many elections of one process ask of the servers: a few transactions for all of them, and as little as can be for each.</summary>
public sealed class ManyOnOneSessionTests : ElectionStory
{
    /// <summary>So many that their transactions travel together, and that nobody looks who leads before some time has passed.</summary>
    private const int Elections = 40;

    /// <summary>How many transactions go out at once; those after them wait to travel together.</summary>
    private const int Alone = 4;

    [Fact]
    public async Task Each_joins_and_leads_after_one_read_where_nobody_else_stands()
    {
        var nodes = await LeadAsync();

        var requests = nodes[0].Network.Requests.Where(static r => !r.IsProof).ToList();
        var inCompany = nodes.Select(PathOf).Where(path => !WentAlone(nodes[0].Network, path)).ToList();
        Assert.Equal(Elections - Alone, inCompany.Count);
        var reads = requests.SelectMany(ReadsOf).ToList();
        Assert.All(inCompany, path => Assert.Equal(CoordinationReadKind.Node, Assert.Single(reads, r => r.Path == path).Kind));

        // Those that go alone may read while others are still being created, and then again.
        Assert.InRange(reads.Count(static r => r.Kind == CoordinationReadKind.Node), Elections, Elections + Alone);
        Assert.InRange(reads.Count(static r => r.Kind == CoordinationReadKind.Children), 0, Alone);
    }

    [Fact]
    public async Task The_reads_travel_together_too()
    {
        await LeadAsync("first");
        var nodes = await JoinAsync(
            "b", static (network, r) => ReadsOf(r).Any(read => !WentAlone(network, read.Path)) ? RequestFate.Held : RequestFate.Answered);
        var network = nodes[0].Network;
        await World.StillAsync(() => network.IsHolding, "a record to be asked for");
        await ThreadPoolRest.WaitAsync();
        network.Release();
        await World.StillAsync(() => nodes.TrueForAll(static n => n.Phase == LeadershipPhase.Waiting), "all to wait");

        // A few went alone; while those were under way others gathered.
        Assert.InRange(network.Requests.Max(static r => r.Reads.Count), 2, 2 * Elections);
    }

    [Fact]
    public async Task Where_somebody_else_stands_each_finds_its_place_behind_it()
    {
        var first = await LeadAsync("a");
        var second = await JoinAsync("b");
        await World.StillAsync(() => second.TrueForAll(static n => n.Phase == LeadershipPhase.Waiting) && World.Ensemble.WatchCount == Elections, "all to wait");

        Assert.All(first, static n => Assert.Equal(LeadershipPhase.Leading, n.Phase));
        await InNoTimeAsync(Task.WhenAll(first.Select(static n => n.Election.CloseAsync(default))), "the first to close");
        await World.UntilAsync(() => second.TrueForAll(static n => n.Phase == LeadershipPhase.Leading), "the second to lead");
    }

    [Fact]
    public async Task All_leave_without_a_question_where_nobody_else_was_seen()
    {
        var nodes = await LeadAsync();
        var network = nodes[0].Network;
        var before = network.Requests.Count;

        await InNoTimeAsync(Task.WhenAll(nodes.Select(static n => n.Election.CloseAsync(default))), "all to close");

        var asked = network.Requests.Skip(before).Where(static r => !r.IsProof).ToList();
        Assert.All(asked, static r => Assert.True(r.IsHandover));
        Assert.Equal(Elections, asked.Sum(static r => r.Operations.Count));
        Assert.All(nodes, n => Assert.Empty(World.Ensemble.Tree.Children(PathOf(n))!));
    }

    [Fact]
    public async Task Whoever_was_deleted_by_hand_does_not_take_another_for_itself()
    {
        MayOverlap = true;
        var nodes = await JoinAsync(
            "a", static (network, r) => ReadsOf(r).Any(read => !WentAlone(network, read.Path)) ? RequestFate.Held : RequestFate.Answered);
        await World.StillAsync(() => nodes[0].Network.IsHolding, "a record to be asked for");
        await ThreadPoolRest.WaitAsync();
        var inCompany = nodes.FindAll(static n => !WentAlone(n.Network, PathOf(n)));

        // One child is there when the record is read, and it is another.
        foreach (var path in inCompany.Select(PathOf))
        {
            World.Ensemble.ByHand((tree, zxid) => tree
                .Delete($"{path}/{tree.Children(path)![0]}")
                .Create($"{path}/_c_another-latch-", "another"u8.ToArray(), owner: 0, sequential: true, zxid, out _));
        }

        nodes[0].Network.Release();
        await World.StillAsync(() => inCompany.TrueForAll(static n => n.Phase == LeadershipPhase.BackingOff), "all to stand back");

        Assert.All(inCompany, n => Assert.Equal(0, World.Ensemble.Tree.Find(PathOf(n))!.Version));
    }

    /// <summary>With two processes that start at once one would have all its transactions refused.</summary>
    [Fact]
    public async Task None_joins_and_claims_in_one_not_even_when_it_is_back()
    {
        var nodes = await LeadAsync();
        await Task.WhenAll(nodes.Select(n => InNoTimeAsync(n.Election.PauseAsync(default), "the pause")));
        await Task.WhenAll(nodes.Select(n => InNoTimeAsync(n.Election.ResumeAsync(default), "the end of the pause")));
        await World.UntilAsync(() => nodes.TrueForAll(static n => n.Phase == LeadershipPhase.Leading), "all to lead again");

        // Claims of some may travel with the creation of others.
        var requests = nodes[0].Network.Requests;
        Assert.Contains(requests, static r => r.Operations.Any(static o => o is CoordinationOperation.Create));
        Assert.All(requests, static r => Assert.All(
            r.Operations.OfType<CoordinationOperation.Create>(),
            create => Assert.DoesNotContain(r.Operations, o => o is CoordinationOperation.Check && o.Path.StartsWith(create.Path, StringComparison.Ordinal))));
    }

    private async Task<List<ElectionNode>> LeadAsync(string name = "a")
    {
        var nodes = await JoinAsync(name);
        await World.StillAsync(() => nodes.All(static n => n.Phase == LeadershipPhase.Leading), "all to lead");
        return nodes;
    }

    /// <summary>Starts a process in all elections, in such a way that the first transactions are not answered before all others wait.</summary>
    /// <param name="name">What it is called.</param>
    /// <param name="fateOf">What becomes of the requests after that.</param>
    private async Task<List<ElectionNode>> JoinAsync(string name, Func<FakeSessionFactory, FakeRequest, RequestFate>? fateOf = null)
    {
        var nodes = new List<ElectionNode>();
        for (var i = 0; i < Elections; i++)
        {
            var path = $"/shard-{i}";
            if (World.Ensemble.Tree.Find(path) is null)
            {
                World.Ensemble.ByHand((tree, zxid) => tree.Create(path, default, owner: 0, sequential: false, zxid, out _));
            }

            nodes.Add(World.Add(name, s => s with { Name = path, Path = path }, services: static _ => [], process: nodes.FirstOrDefault()));
        }

        // Cut until all have started, so that all hear of the session at once.
        var network = nodes[0].Network;
        network.Cut();
        network.Decide(static r => r.Kind == FakeRequestKind.Create ? RequestFate.Held : RequestFate.Answered);
        nodes.ForEach(static n => n.Start());
        await World.StillAsync(() => network.Sessions.Count == 1 && nodes[0].Hub.Elections == Elections, "all to have started");
        network.Restore();
        await World.StillAsync(() => network.IsHolding, "the first to ask for its place");
        await ThreadPoolRest.WaitAsync();

        network.Decide(fateOf is null ? null : r => fateOf(network, r));
        network.Current.Release();
        return nodes;
    }

    /// <summary>What a request reads, if it reads anything.</summary>
    private static IEnumerable<CoordinationRead> ReadsOf(FakeRequest request) => request.Kind switch
    {
        FakeRequestKind.Get => [new CoordinationRead(CoordinationReadKind.Node, request.Path)],
        FakeRequestKind.GetChildren => [new CoordinationRead(CoordinationReadKind.Children, request.Path)],
        _ => request.Reads,
    };

    private static string PathOf(ElectionNode node) => node.Status.ElectionPath;

    /// <summary>Whether the request that created the candidate of an election did nothing else.</summary>
    private static bool WentAlone(FakeSessionFactory network, string path) =>
        network.Requests.Any(r => r.Kind == FakeRequestKind.Create && r.Path.StartsWith(path + '/', StringComparison.Ordinal));
}

using System.Text;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Somebody's hand in the election path while the election is running.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class DisturbedPathTests(ZooKeeperServerFixture fixture, ITestOutputHelper output) : IAsyncLifetime
{
    private const int CandidateDeleted = 4107, ForeignChild = 4110, ForeignData = 4111;

    private readonly ZooKeeperClient _hand = new(new ZooKeeperClientOptions { ConnectionString = fixture.ConnectionString });

    public Task InitializeAsync() => _hand.ConnectAsync();

    public Task DisposeAsync() => _hand.CloseAsync();

    [Fact]
    public async Task After_the_deletion_of_the_path_nobody_leads_beside_the_old_master()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairAsync();

        var children = await _hand.GetChildrenAsync(election.Path);
        await _hand.MultiAsync(
            [.. children.Select(child => ZooKeeperOperation.Delete($"{election.Path}/{child}")), ZooKeeperOperation.Delete(election.Path)]);

        await Eventually.TrueAsync(() => first.Runs[0].StoppedAt is not null, "the services to stop");
        await Eventually.TrueAsync(() => election.Runs.Count > 1, "somebody to lead again");
        await Task.WhenAll(
            first.Logs.WaitForAsync(static e => e.EventId.Id == CandidateDeleted, "a clear warning"),
            second.Logs.WaitForAsync(static e => e.EventId.Id == CandidateDeleted, "a clear warning"));
        await Eventually.TrueAsync(
            () => new[] { first, second }.Count(static node => node.Status.Phase == LeadershipPhase.Leading) == 1
                && new[] { first, second }.Count(static node => node.Status.Phase == LeadershipPhase.Waiting) == 1,
            "one master and one slave");

        Assert.Single(first.Logs.WithEventId(CandidateDeleted));
        Assert.Single(second.Logs.WithEventId(CandidateDeleted));
        Assert.Equal(2, election.Runs.Count);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task After_the_deletion_of_a_slaves_node_it_joins_again_and_nothing_else_happens()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairAsync();
        var candidate = (await first.Leadership.GetCandidatesAsync())[1];

        await _hand.DeleteAsync($"{election.Path}/{candidate.Candidate}");

        await second.Logs.WaitForAsync(static e => e.EventId.Id == CandidateDeleted, "a clear warning");
        await Eventually.ValueAsync(first.CandidatesAsync, static names => names.SequenceEqual(["first", "second"]), "the slave to be back");
        Assert.Null(Assert.Single(election.Runs).StoppedAt);
    }

    [Fact]
    public async Task A_foreign_child_is_told_once_and_left_alone()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairAsync();
        var stranger = $"{election.Path}/lock-0000000000";
        await _hand.CreateAsync(stranger, Encoding.UTF8.GetBytes("hello"), CreateMode.Persistent, WellKnownAcls.OpenUnsafe);

        await first.Leadership.ResignAsync();
        await second.WaitUntilMasterAsync();
        await first.WaitUntilSlaveAsync();
        await second.Leadership.ResignAsync();
        await first.WaitUntilMasterAsync();
        await second.WaitUntilSlaveAsync();

        foreach (var node in new[] { first, second })
        {
            var warning = await node.Logs.WaitForAsync(static e => e.EventId.Id == ForeignChild, "a warning");
            Assert.Contains("lock-0000000000", warning.Message, StringComparison.Ordinal);
            Assert.Single(node.Logs.WithEventId(ForeignChild));
        }

        Assert.Equal("hello", Encoding.UTF8.GetString((await _hand.GetDataAsync(stranger)).Data));
        Assert.Equal(["first", "second"], await first.CandidatesAsync());
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task Garbage_in_the_leader_record_is_told_once_and_written_over()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(2));
        var (first, second) = await election.StartPairAsync();
        var term = first.Leadership.CurrentTerm!;

        await _hand.SetDataAsync(election.Path, (byte[])[0xff, 0x00, (byte)'{']);

        await first.Logs.WaitForAsync(static e => e.EventId.Id == ForeignData, "a warning");
        await Eventually.ValueAsync(
            async () => Encoding.UTF8.GetString((await _hand.GetDataAsync(election.Path)).Data),
            static data => data.Contains("\"name\":\"first\"", StringComparison.Ordinal),
            "the record to be written again");
        Assert.Single(first.Logs.WithEventId(ForeignData));
        Assert.Same(term, first.Leadership.CurrentTerm);

        // The record keeps its term and token, though they are not those of the write.
        var leader = (await second.Leadership.GetLeaderAsync())!;
        Assert.Equal(("first", term.Number, term.FencingToken), (leader.Name, leader.Term, leader.FencingToken));

        await first.Leadership.ResignAsync();
        await second.WaitUntilMasterAsync();
        Assert.True(second.Leadership.CurrentTerm!.Number > term.Number);
        election.AssertNeverTwo();
    }
}

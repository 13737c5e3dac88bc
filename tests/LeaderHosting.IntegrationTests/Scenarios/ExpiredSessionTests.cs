using System.Diagnostics;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>The servers end the master's session while it believes all is well.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class ExpiredSessionTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    [Fact]
    public async Task The_master_stops_its_services_and_joins_again_as_a_slave()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, second) = await election.StartPairAsync();
        var session = first.SessionId;

        var expired = Stopwatch.GetTimestamp();
        await SessionExpiry.ExpireAsync(fixture.Port, session);

        await second.WaitUntilMasterAsync();
        await first.WaitUntilSlaveAsync();
        Assert.NotEqual(session, first.SessionId);
        var run = Assert.Single(first.Runs);
        Assert.NotNull(run.StoppedAt);
        election.Report("services of an expired master stopped after", expired, run.StoppedAt.Value);
        Assert.Equal("SessionLost", Assert.Single(first.Logs.WithEventId(HostNode.StepsDown)).Values["Reason"]!.ToString());
        Assert.True(second.Runs[0].FencingToken > run.FencingToken);
        Assert.Equal("second", (await first.Leadership.GetLeaderAsync())!.Name);
    }

    [Fact]
    public async Task A_slave_whose_session_ends_joins_again_at_the_end_of_the_queue()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var (first, second) = await election.StartPairAsync();
        var third = await election.StartAsync("third");
        await third.WaitUntilSlaveAsync();
        var session = second.SessionId;

        await SessionExpiry.ExpireAsync(fixture.Port, session);

        await Eventually.ValueAsync(() => second.SessionId, id => id != session, "a new session of the second node");
        await Eventually.ValueAsync(
            first.CandidatesAsync, static names => names.SequenceEqual(["first", "third", "second"]), "the queue");
        Assert.Single(election.Runs);
        Assert.True(first.Leadership.IsLeader);
    }
}

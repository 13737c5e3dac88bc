using System.Text;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Digest authentication, and an election that only those with the password may touch.</summary>
[Collection(ZooKeeperServerCollection.Name)]
public sealed class AuthenticationTests(ZooKeeperServerFixture fixture, ITestOutputHelper output)
{
    private const string Password = "correct-horse-battery";
    private const string WrongPassword = "wrong-horse-battery";

    [Fact]
    public async Task Nobody_without_the_password_can_touch_the_election()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var first = await StartAsync(election, "first", Password);
        await first.WaitUntilMasterAsync();
        var second = await StartAsync(election, "second", Password);
        await second.WaitUntilSlaveAsync();
        var candidate = $"{election.Path}/{(await first.Leadership.GetCandidatesAsync())[0].Candidate}";

        await using var stranger = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = fixture.ConnectionString });
        await stranger.ConnectAsync();
        await Assert.ThrowsAsync<NoAuthException>(() => stranger.GetChildrenAsync(election.Path).AsTask());
        await Assert.ThrowsAsync<NoAuthException>(() => stranger.SetDataAsync(election.Path, Encoding.UTF8.GetBytes("me")).AsTask());
        await Assert.ThrowsAsync<NoAuthException>(() => stranger.GetDataAsync(candidate).AsTask());
        await Assert.ThrowsAsync<NoAuthException>(() => stranger.DeleteAsync(candidate).AsTask());

        await first.Leadership.ResignAsync();
        await second.WaitUntilMasterAsync();
        await AssertNoSecretAsync(first, second);
        election.AssertNeverTwo();
    }

    [Fact]
    public async Task A_node_with_a_wrong_password_never_leads_and_says_so()
    {
        await using var election = new Election(output, fixture.ConnectionString, TimeSpan.FromSeconds(4));
        var first = await StartAsync(election, "first", Password);
        await first.WaitUntilMasterAsync();

        var second = await StartAsync(election, "second", WrongPassword);

        await Eventually.ValueAsync(
            second.HealthAsync,
            static health => health.Status != HealthStatus.Healthy && health.Description!.Contains("NoAuth", StringComparison.Ordinal),
            "the health report to say why");
        await first.StopAsync();

        // Still so after it has tried again, with nobody there.
        var failures = second.Logs.WithEventId(HostNode.OperationFailed).Count;
        await Eventually.TrueAsync(() => second.Logs.WithEventId(HostNode.OperationFailed).Count > failures, "a further try");
        Assert.Contains("NoAuth", (string)(await second.HealthAsync()).Data["lastError"], StringComparison.Ordinal);
        Assert.Empty(second.Runs);
        await AssertNoSecretAsync(first, second);
    }

    private static Task<HostNode> StartAsync(Election election, string name, string password) =>
        election.StartAsync(name, null, ("DigestUser", "alice"), ("DigestPassword", password), ("Acl", "Creator"));

    private static async Task AssertNoSecretAsync(params HostNode[] nodes)
    {
        foreach (var node in nodes)
        {
            var health = await node.HealthAsync();
            var all = $"{node.Logs}{health.Description}{string.Join(' ', health.Data.Values)}{node.Status}";
            Assert.DoesNotContain("horse-battery", all, StringComparison.Ordinal);
            Assert.DoesNotContain(node.Logs.Entries, static e => e.Exception?.ToString().Contains("horse-battery", StringComparison.Ordinal) == true);
        }
    }
}

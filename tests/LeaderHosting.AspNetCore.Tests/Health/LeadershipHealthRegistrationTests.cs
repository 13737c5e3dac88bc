using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;

namespace LeaderHosting.AspNetCore.Tests;

/// <summary>The endpoint over the health check that <c>AddZooKeeperLeadership()</c> registers, with an election that tests set.</summary>
public sealed class LeadershipHealthRegistrationTests
{
    private readonly FakeLeadership _leadership = new();

    [Fact]
    public async Task A_master_is_healthy_and_says_which_term_it_leads()
    {
        _leadership.Status = new LeadershipStatus
        {
            ElectionPath = "/dmonitor/master",
            NodeName = "client10",
            Role = LeadershipRole.Leader,
            Phase = LeadershipPhase.Leading,
            Connection = LeadershipConnection.Connected,
            Since = DateTimeOffset.UnixEpoch,
            Term = 3,
            FencingToken = 4294967311,
            Leader = new LeaderInfo("client10", "c"),
        };
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        using var response = await client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            """
            {"status":"Healthy","role":"master","phase":"leading","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client10","leader":"client10","election":"/dmonitor/master","connection":"connected","since":"1970-01-01T00:00:00Z","description":"Master of /dmonitor/master, term 3."}
            """,
            await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_node_without_a_session_is_unhealthy_and_tells_no_secret()
    {
        _leadership.Status = new LeadershipStatus { ElectionPath = "/dmonitor/master", NodeName = "client10", OutOfTouch = true };
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        using var response = await client.GetAsync("/health");
        var body = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("Unhealthy", json.RootElement.GetProperty("status").GetString());
        Assert.DoesNotContain("s3cret", body, StringComparison.Ordinal);
        Assert.DoesNotContain("zk.internal", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_role_and_the_description_are_of_one_instant()
    {
        var master = new LeadershipStatus
        {
            ElectionPath = "/dmonitor/master",
            NodeName = "client10",
            Role = LeadershipRole.Leader,
            Phase = LeadershipPhase.Leading,
            Connection = LeadershipConnection.Connected,
            Term = 3,
        };
        _leadership.Status = master;
        _leadership.Next = master with { Role = LeadershipRole.Follower, Phase = LeadershipPhase.Waiting };
        await using var app = await StartAsync();
        using var client = app.GetTestClient();

        using var json = JsonDocument.Parse(await client.GetStringAsync("/health"));

        Assert.Equal("Master of /dmonitor/master, term 3.", json.RootElement.GetProperty("description").GetString());
        Assert.Equal("master", json.RootElement.GetProperty("role").GetString());
        Assert.Equal("leading", json.RootElement.GetProperty("phase").GetString());
    }

    /// <summary>Everything as a user registers it, but the election itself.</summary>
    private async Task<WebApplication> StartAsync()
    {
        var builder = HealthApp.CreateBuilder();
        builder.AddElection(_leadership);

        var app = builder.Build();
        app.MapLeadershipHealth();
        await app.StartAsync();
        return app;
    }
}

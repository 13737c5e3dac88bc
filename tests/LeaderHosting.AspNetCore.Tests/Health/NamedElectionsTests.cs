using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.AspNetCore.Tests;

/// <summary>The endpoint where elections have names.</summary>
public sealed class NamedElectionsTests
{
    private static readonly LeadershipStatus Slave = new()
    {
        Role = LeadershipRole.Follower,
        Phase = LeadershipPhase.Waiting,
        Connection = LeadershipConnection.Connected,
        Leader = new LeaderInfo("web2", "c"),
        Term = 8,
    };

    private static readonly LeadershipStatus Master = Slave with { Role = LeadershipRole.Leader, Phase = LeadershipPhase.Leading, Term = 5 };

    private readonly FakeLeadership _unnamed = new();
    private readonly FakeLeadership _billing = new();
    private readonly FakeLeadership _mail = new();

    [Fact]
    public async Task Each_is_told_of_beside_the_unnamed_one()
    {
        _unnamed.Status = Slave;
        _billing.Status = Master;
        _mail.Status = Slave;
        await using var app = await StartAsync(hasUnnamed: true, static web => web.MapLeadershipHealth());

        using var json = await GetAsync(app, HttpStatusCode.OK);

        Assert.Equal("slave", json.RootElement.GetProperty("role").GetString());
        var elections = json.RootElement.GetProperty("elections");
        Assert.Equal("master", elections.GetProperty("billing").GetProperty("role").GetString());
        Assert.Equal(5, elections.GetProperty("billing").GetProperty("term").GetInt64());
        Assert.Equal("Healthy", elections.GetProperty("mail").GetProperty("status").GetString());
        Assert.Equal(["billing", "mail"], elections.EnumerateObject().Select(static e => e.Name));
        Assert.False(json.RootElement.TryGetProperty("checks", out _));
    }

    [Fact]
    public async Task One_that_is_out_of_touch_makes_the_answer_unhealthy()
    {
        _unnamed.Status = Slave;
        _billing.Status = Slave with { OutOfTouch = true };
        _mail.Status = Slave;
        await using var app = await StartAsync(hasUnnamed: true, static web => web.MapLeadershipHealth());

        using var json = await GetAsync(app, HttpStatusCode.ServiceUnavailable);

        Assert.Equal("Unhealthy", json.RootElement.GetProperty("elections").GetProperty("billing").GetProperty("status").GetString());
        Assert.Equal("Healthy", json.RootElement.GetProperty("elections").GetProperty("mail").GetProperty("status").GetString());
    }

    [Fact]
    public async Task What_keeps_a_node_from_standing_is_told_of_each()
    {
        _unnamed.Status = Slave;
        _billing.Status = Slave with { Phase = LeadershipPhase.Observing, IsPaused = true };
        _mail.Status = Slave with { Phase = LeadershipPhase.Observing, Unfit = "Health check 'database' is Unhealthy." };
        await using var app = await StartAsync(hasUnnamed: true, static web => web.MapLeadershipHealth());

        using var json = await GetAsync(app, HttpStatusCode.OK);

        Assert.Equal((false, null), HoldsOf(json.RootElement));
        Assert.Equal((true, null), HoldsOf(json.RootElement.GetProperty("elections").GetProperty("billing")));
        Assert.Equal((false, "Health check 'database' is Unhealthy."), HoldsOf(json.RootElement.GetProperty("elections").GetProperty("mail")));
    }

    [Fact]
    public async Task What_keeps_a_node_from_standing_is_in_the_data_for_plain_health_checks()
    {
        _billing.Status = Slave with { Phase = LeadershipPhase.Observing, IsPaused = true, Unfit = "Health check 'database' is Unhealthy." };
        _mail.Status = Slave;
        await using var app = await StartAsync(hasUnnamed: false, static web => web.MapHealthChecks("/health", new HealthCheckOptions
        {
            ResponseWriter = static (context, report) => context.Response.WriteAsJsonAsync(report.Entries.ToDictionary(static e => e.Key, static e => e.Value.Data)),
        }));

        using var json = await GetAsync(app, HttpStatusCode.OK);

        Assert.Equal((true, "Health check 'database' is Unhealthy."), HoldsOf(json.RootElement.GetProperty("leadership:billing")));
        Assert.False(json.RootElement.GetProperty("leadership:mail").GetProperty("paused").GetBoolean());
        Assert.False(json.RootElement.GetProperty("leadership:mail").TryGetProperty("unfit", out _));
    }

    [Fact]
    public async Task No_unnamed_one_is_needed()
    {
        _billing.Status = Master;
        _mail.Status = Slave;
        await using var app = await StartAsync(hasUnnamed: false, static web => web.MapLeadershipHealth());

        using var json = await GetAsync(app, HttpStatusCode.OK);

        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("role").ValueKind);
        Assert.Equal("master", json.RootElement.GetProperty("elections").GetProperty("billing").GetProperty("role").GetString());
    }

    [Fact]
    public async Task One_alone_has_an_endpoint_of_its_own()
    {
        _unnamed.Status = Slave with { OutOfTouch = true };
        _billing.Status = Master;
        _mail.Status = Slave with { OutOfTouch = true };
        await using var app = await StartAsync(
            hasUnnamed: true, static web => web.MapLeadershipHealth("/health", static options => options.Election = "billing"));

        using var json = await GetAsync(app, HttpStatusCode.OK);

        Assert.Equal("master", json.RootElement.GetProperty("role").GetString());
        Assert.False(json.RootElement.TryGetProperty("elections", out _));
    }

    [Fact]
    public async Task One_that_was_not_added_is_refused_when_it_is_mapped()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => StartAsync(
            hasUnnamed: true, static web => web.MapLeadershipHealth("/health", static options => options.Election = "biling")));

        Assert.Contains("AddZooKeeperLeadership(\"biling\")", error.Message, StringComparison.Ordinal);
    }

    private static (bool Paused, string? Unfit) HoldsOf(JsonElement election) =>
        (election.GetProperty("paused").GetBoolean(), election.GetProperty("unfit").GetString());

    private static async Task<JsonDocument> GetAsync(WebApplication app, HttpStatusCode code)
    {
        using var client = app.GetTestClient();
        using var response = await client.GetAsync("/health");
        Assert.Equal(code, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }

    private async Task<WebApplication> StartAsync(bool hasUnnamed, Action<WebApplication> map)
    {
        var builder = HealthApp.CreateBuilder();
        if (hasUnnamed)
        {
            builder.AddElection(_unnamed);
        }

        foreach (var (name, leadership) in new[] { ("billing", _billing), ("mail", _mail) })
        {
            builder.Services.AddZooKeeperLeadership(name, static options => options.ConnectionString = "zk.internal");
            builder.Services.Replace(ServiceDescriptor.KeyedSingleton<ILeadership>(name, leadership));
        }

        builder.Services.RemoveAll<IHostedService>();
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return app;
    }
}

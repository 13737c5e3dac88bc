using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore.Tests;

/// <summary>Which health checks count.</summary>
public sealed class LeadershipHealthChecksTests
{
    [Fact]
    public async Task By_default_only_the_check_of_the_election_counts()
    {
        await using var app = await HealthApp.StartAsync(static web => web.MapLeadershipHealth(), AddBrokenDatabase);

        using var response = await app.Client.GetAsync("/health");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("Healthy", json.RootElement.GetProperty("status").GetString());
        Assert.False(json.RootElement.TryGetProperty("checks", out _));
    }

    [Fact]
    public async Task All_checks_count_when_asked_and_are_listed_by_name_and_status()
    {
        await using var app = await HealthApp.StartAsync(
            static web => web.MapLeadershipHealth("/health", static options => options.IncludeAllChecks = true), AddBrokenDatabase);
        app.Health = HealthCheckResult.Healthy("client10 is master.");

        using var response = await app.Client.GetAsync("/health");
        var body = await response.Content.ReadAsStringAsync();
        using var json = JsonDocument.Parse(body);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("Unhealthy", json.RootElement.GetProperty("status").GetString());
        Assert.Equal("client10 is master.", json.RootElement.GetProperty("description").GetString());
        Assert.Equal("""{"database":"Unhealthy","leadership":"Healthy"}""", json.RootElement.GetProperty("checks").GetRawText());
        Assert.DoesNotContain("s3cret", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_predicate_chooses_the_checks()
    {
        await using var app = await HealthApp.StartAsync(
            static web => web.MapLeadershipHealth("/health", static options => options.Predicate = static check => check.Name == "database"),
            AddBrokenDatabase);

        using var response = await app.Client.GetAsync("/health");
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("""{"database":"Unhealthy"}""", json.RootElement.GetProperty("checks").GetRawText());
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("description").ValueKind);
    }

    [Fact]
    public async Task A_check_that_throws_is_unhealthy_without_its_message()
    {
        await using var app = await HealthApp.StartAsync(
            static web => web.MapLeadershipHealth("/health", static options => options.IncludeAllChecks = true),
            static checks => checks.AddCheck("database", static () => throw new InvalidOperationException("password s3cret")));

        using var response = await app.Client.GetAsync("/health");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.DoesNotContain("s3cret", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static void AddBrokenDatabase(IHealthChecksBuilder checks)
        => checks.AddCheck("database", static () => HealthCheckResult.Unhealthy("connection string has password=s3cret"));
}

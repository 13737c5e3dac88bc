using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace LeaderHosting.AspNetCore.Tests;

/// <summary>What is noticed when the endpoint is mapped, before the first request.</summary>
public sealed class LeadershipHealthMappingTests
{
    [Fact]
    public async Task Without_an_election_the_error_names_the_missing_call()
    {
        await using var app = HealthApp.CreateBuilder().Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapLeadershipHealth());

        Assert.Contains("AddZooKeeperLeadership()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_checks_alone_are_not_an_election()
    {
        var builder = HealthApp.CreateBuilder();
        builder.Services.AddHealthChecks();
        await using var app = builder.Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapLeadershipHealth());

        Assert.Contains("AddZooKeeperLeadership()", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_would_check_nothing_is_refused()
    {
        var builder = HealthApp.CreateBuilder();
        builder.Services.AddSingleton<ILeadership>(new FakeLeadership());
        builder.Services.AddHealthChecks();
        await using var app = builder.Build();

        var error = Assert.Throws<InvalidOperationException>(() => app.MapLeadershipHealth());

        Assert.Contains("leadership", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mapping_does_not_build_the_election()
    {
        var builder = HealthApp.CreateBuilder();
        builder.Services.AddSingleton<ILeadership>(static _ => throw new InvalidOperationException("built too early"));
        builder.Services.AddHealthChecks().AddCheck("leadership", static () => default, tags: ["leadership"]);
        await using var app = builder.Build();

        Assert.NotNull(app.MapLeadershipHealth());
    }

    [Fact]
    public async Task A_predicate_and_all_checks_contradict_each_other()
    {
        var builder = HealthApp.CreateBuilder();
        builder.Services.AddSingleton<ILeadership>(new FakeLeadership());
        builder.Services.AddHealthChecks();
        await using var app = builder.Build();

        var error = Assert.Throws<ArgumentException>(() => app.MapLeadershipHealth("/health", static options =>
        {
            options.IncludeAllChecks = true;
            options.Predicate = static _ => true;
        }));

        Assert.Contains("not both", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Further_conventions_reach_the_endpoint()
    {
        await using var app = await HealthApp.StartAsync(static web =>
        {
            web.MapLeadershipHealth().WithMetadata("mine");

            var endpoint = Assert.Single(((IEndpointRouteBuilder)web).DataSources.SelectMany(static source => source.Endpoints));
            Assert.Equal("Leadership health", endpoint.DisplayName);
            Assert.Contains("mine", endpoint.Metadata.OfType<string>());
        });
    }
}

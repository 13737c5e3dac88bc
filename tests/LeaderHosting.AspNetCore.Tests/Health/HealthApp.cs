using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.AspNetCore.Tests;

/// <summary>A web application in memory, with an election and a health check that tests set.</summary>
internal sealed class HealthApp : IAsyncDisposable
{
    private readonly WebApplication _app;

    private HealthApp(WebApplication app, FakeLeadership leadership)
    {
        _app = app;
        Leadership = leadership;
        Client = app.GetTestClient();
    }

    public FakeLeadership Leadership { get; }

    public HttpClient Client { get; }

    /// <summary>What the election's health check answers.</summary>
    public HealthCheckResult Health { get; set; } = HealthCheckResult.Healthy();

    public static async Task<HealthApp> StartAsync(Action<WebApplication> map, Action<IHealthChecksBuilder>? addChecks = null)
    {
        HealthApp? app = null;
        var leadership = new FakeLeadership();
        var builder = CreateBuilder();
        builder.Services.AddSingleton<ILeadership>(leadership);
        var checks = builder.Services.AddHealthChecks().AddCheck("leadership", () => app!.Health, tags: ["leadership"]);
        addChecks?.Invoke(checks);

        var web = builder.Build();
        map(web);
        await web.StartAsync();
        app = new HealthApp(web, leadership);
        return app;
    }

    public static WebApplicationBuilder CreateBuilder()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        return builder;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}

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

    /// <summary>What the election's health check answers, besides the data of the election.</summary>
    public HealthCheckResult Health { get; set; } = HealthCheckResult.Healthy();

    public static async Task<HealthApp> StartAsync(Action<WebApplication> map, Action<IHealthChecksBuilder>? addChecks = null)
    {
        HealthApp? app = null;
        var leadership = new FakeLeadership();
        var builder = CreateBuilder();
        builder.AddElection(leadership);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            var own = options.Registrations.Single(static check => check.Name == "leadership");
            var real = own.Factory;
            own.Factory = services => new JudgedCheck(real(services), () => app!.Health);
        });
        addChecks?.Invoke(builder.Services.AddHealthChecks());

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

    /// <summary>The election's own check, with a judgement that the test sets.</summary>
    private sealed class JudgedCheck(IHealthCheck real, Func<HealthCheckResult> judgement) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var seen = await real.CheckHealthAsync(context, cancellationToken);
            var judged = judgement();
            return new HealthCheckResult(judged.Status, judged.Description, judged.Exception, seen.Data.Concat(judged.Data).ToDictionary());
        }
    }
}

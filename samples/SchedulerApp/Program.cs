using LeaderHosting;
using SchedulerApp;
using SchedulerApp.Scheduling;
using SchedulerApp.Telemetry;

// appsettings.json is read from beside the program, wherever it was started.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddZooKeeperLeadership();
builder.Services.AddLeaderScheduler();
builder.AddTelemetryExport();
if (builder.Environment.IsDevelopment())
{
    // Nothing to install: the first process hosts a ZooKeeper server for the others. Left alone where ConnectionString names servers.
    builder.Services.AddEmbeddedZooKeeper();
}

var app = builder.Build();
app.MapLeadershipHealth("/health");
app.MapGet("/", static (ILeadership leadership) => WhoLeads.Describe(leadership.Status));
await app.RunAsync();

using LeaderHosting;
using MinimalWorker;

// The slim builder leaves out what a worker does without, such as HTTPS. appsettings.json is read from beside the program, wherever it was started.
var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddZooKeeperLeadership();
builder.Services.AddSingleton<ILeaderOnlyService, ReportScheduler>();

var app = builder.Build();
app.MapLeadershipHealth("/health");
await app.RunAsync();

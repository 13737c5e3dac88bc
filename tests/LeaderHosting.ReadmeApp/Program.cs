using LeaderHosting;

var builder = WebApplication.CreateBuilder(args);

builder.Services.AddZooKeeperLeadership();                               // reads the section "ZooKeeperLeadership"
builder.Services.AddSingleton<ILeaderOnlyService, ReportScheduler>();    // as many as you like

var app = builder.Build();
app.MapLeadershipHealth("/health");                                      // {"status":"Healthy","role":"master","term":3,…}
app.Run();

class ReportScheduler(ILogger<ReportScheduler> logger) : LeaderBackgroundService
{
    protected override async Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(1000, stoppingToken);                       // cancelled when this node is master no longer
            term.ThrowIfLost();                                          // right before anything that must not be done twice
            logger.LogInformation("Reporting under term {Term}, token {Token}.", term.Number, term.FencingToken);
        }
    }
}

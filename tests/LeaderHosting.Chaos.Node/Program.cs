using LeaderHosting;
using LeaderHosting.Chaos.Node;
using LeaderHosting.Hosting;
using LeaderHosting.Lease;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

var builder = Host.CreateApplicationBuilder(args);
var options = builder.Configuration.GetSection(ChaosNodeOptions.SectionName).Get<ChaosNodeOptions>() ?? new ChaosNodeOptions();

// Standard output is for the events alone.
builder.Logging.AddSimpleConsole(static console =>
{
    console.SingleLine = true;
    console.TimestampFormat = "HH:mm:ss.fff ";
});
builder.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddSingleton<ILoggerProvider, EndReporter>();

builder.Services.AddSingleton<JumpingClock>();
builder.Services.AddSingleton(static services => new LeadershipClock(services.GetRequiredService<JumpingClock>()));
builder.Services.AddZooKeeperLeadership();
if (options.Lease == LeaseRule.Naive)
{
    builder.Services.AddSingleton<SessionLeaseFactory>(static (timeout, _) => new NaiveLease(timeout));
}

builder.Services.AddSingleton(options);
builder.Services.AddSingleton<EventWriter>();
builder.Services.AddSingleton<Misbehavior>();
builder.Services.AddSingleton<ILeaderOnlyService, WorkingService>();
builder.Services.AddHostedService<LeaderPoll>();
builder.Services.AddHostedService<PhaseReporter>();
builder.Services.AddHostedService<CommandReader>();

using var host = builder.Build();
var events = host.Services.GetRequiredService<EventWriter>();
host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => events.Write("UP"));
await host.RunAsync();
events.Write("DOWN");

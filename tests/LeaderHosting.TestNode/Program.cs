using LeaderHosting;
using LeaderHosting.TestNode;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

var builder = Host.CreateApplicationBuilder(args);
builder.Configuration.AddCommandLine(args, NodeOptions.Switches);
var options = builder.Configuration.GetSection(NodeOptions.SectionName).Get<NodeOptions>() ?? new NodeOptions();

// Standard output is for the events alone.
builder.Logging.AddSimpleConsole(static console => console.SingleLine = true);
builder.Services.Configure<ConsoleLoggerOptions>(static console => console.LogToStandardErrorThreshold = LogLevel.Trace);

var election = builder.Services.AddZooKeeperLeadership();
builder.Services.AddSingleton(options);
builder.Services.AddSingleton<EventWriter>();
for (var i = 0; i < options.Services; i++)
{
    var name = $"s{i}";
    builder.Services.AddSingleton<ILeaderOnlyService>(services =>
        new RecordingService(name, options, services.GetRequiredService<EventWriter>()));
}

if (options.Run is not RunBehavior.None)
{
    builder.Services.AddSingleton<ILeaderOnlyService, RecordingBackgroundService>();
}

if (options.Hosted)
{
    election.AddHostedService<RecordingHostedService>();
}

if (options.Poll)
{
    builder.Services.AddHostedService<LeaderPoll>();
}

builder.Services.AddHostedService<CommandReader>();

using var host = builder.Build();
var events = host.Services.GetRequiredService<EventWriter>();
host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStarted.Register(() => events.Write("UP"));
await host.RunAsync();
events.Write("DOWN");

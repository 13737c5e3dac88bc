using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Bench.Contender;

/// <summary>One contender: a host of its own, as an application has it.</summary>
internal sealed class HostedContender
{
    private static readonly TimeSpan? StopBudget = Environment.GetEnvironmentVariable("CONTENDER_STOP_BUDGET_MS") is { } milliseconds
        ? TimeSpan.FromMilliseconds(int.Parse(milliseconds, CultureInfo.InvariantCulture))
        : null;

    private readonly string _id;
    private readonly EventWriter _events;
    private readonly IHost _host;
    private readonly ILeadership _leadership;
    private bool _started;

    public HostedContender(ContenderSettings settings, string id, EventWriter events)
    {
        _id = id;
        _events = events;

        // No configuration and no log: neither has to do with what is measured.
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        builder.Services.AddZooKeeperLeadership(options =>
        {
            options.ConnectionString = settings.Servers;
            options.ElectionPath = settings.Group;
            options.SessionTimeout = settings.SessionTimeout;
            options.NodeName = id;
            options.StopBudget = StopBudget;
        });
        builder.Services.AddSingleton<ILeaderOnlyService>(new ReportingService(id, events));
        _host = builder.Build();
        _leadership = _host.Services.GetRequiredService<ILeadership>();
    }

    /// <summary>Whether it leads.</summary>
    public bool IsLeader => _leadership.IsLeader;

    /// <summary>Joins the queue. One that has resigned is in it again by itself.</summary>
    public async Task JoinAsync()
    {
        _events.Write($"{_id} JOINING");
        if (!_started)
        {
            _started = true;
            await _host.StartAsync();
        }
    }

    /// <summary>Gives up leadership; the session stays.</summary>
    public async Task LeaveAsync()
    {
        await _leadership.ResignAsync();
        _events.Write($"{_id} LEFT");
    }

    /// <summary>Leaves for good, as a process does that is told to stop.</summary>
    public async Task StopAsync()
    {
        await _host.StopAsync();
        _events.Write($"{_id} LEFT");
    }
}

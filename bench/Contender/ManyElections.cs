using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Bench.Contender;

/// <summary>Many elections on one session. "go" begins them, "close" ends them; each can be repeated. Whenever all come to lead, it says so.</summary>
internal sealed class ManyElections(ContenderSettings settings, EventWriter events)
{
    /// <summary>What the line protocol calls it.</summary>
    public const string Key = "many-own";

    private IHost? _host;
    private long _began;
    private TimeSpan _pausedBefore;
    private int _leading;

    /// <summary>Obeys commands until there are no more.</summary>
    public async Task RunAsync()
    {
        _host = Build();
        events.Write($"{settings.Prefix} READY");
        while (await Console.In.ReadLineAsync() is { } command)
        {
            if (command == "go")
            {
                await BeginAsync();
            }
            else
            {
                await EndAsync();
                _host = Build();
                GC.Collect();
            }
        }
    }

    /// <summary>One of them has come to lead.</summary>
    public void Add()
    {
        if (Interlocked.Increment(ref _leading) == settings.Count)
        {
            var paused = GC.GetTotalPauseDuration() - _pausedBefore;
            events.Write(string.Create(CultureInfo.InvariantCulture, $"{settings.Prefix} ALL {_began} {paused.TotalNanoseconds:F0}"));
        }
    }

    /// <summary>One of them has ceased to lead.</summary>
    public void Remove()
    {
        if (Interlocked.Decrement(ref _leading) == 0)
        {
            events.Write($"{settings.Prefix} NONE");
        }
    }

    private async Task BeginAsync()
    {
        _began = EventWriter.Now;
        _pausedBefore = GC.GetTotalPauseDuration();
        await _host!.StartAsync();
    }

    private async Task EndAsync()
    {
        using var host = _host!;

        // Not kept any longer than an application keeps it: it would be there beside the next one.
        _host = null;
        var began = EventWriter.Now;
        await host.StopAsync();
        events.Write(string.Create(CultureInfo.InvariantCulture, $"{settings.Prefix} CLOSED {began}"));
    }

    private IHost Build()
    {
        var builder = Host.CreateEmptyApplicationBuilder(settings: null);
        for (var i = 0; i < settings.Count; i++)
        {
            var name = "election-" + i.ToString(CultureInfo.InvariantCulture);
            builder.Services.AddZooKeeperLeadership(name, options =>
            {
                options.ConnectionString = settings.Servers;
                options.ElectionPath = $"{settings.Group}/{name}";
                options.SessionTimeout = settings.SessionTimeout;
            });
            builder.Services.AddKeyedSingleton<ILeaderOnlyService>(name, new CountedService(this));
        }

        return builder.Build();
    }

    private sealed class CountedService(ManyElections all) : ILeaderOnlyService
    {
        public Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
        {
            all.Add();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            all.Remove();
            return Task.CompletedTask;
        }
    }
}

using System.Diagnostics;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Three processes of one library with a contender each, whose leader is killed again and again.</summary>
internal sealed class CrashElection : IAsyncDisposable
{
    /// <summary>The quantity in which the time that the servers take to notice the crash is left out.</summary>
    public const string AfterDeletion = "from the deletion of its node to the next start";

    private static readonly string[] Names = ["a", "b", "c"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Bench _bench;
    private readonly Library _library;
    private readonly string _servers;
    private readonly string _group;
    private readonly Dictionary<string, ContenderProcess> _processes = new(StringComparer.Ordinal);
    private readonly List<double> _afterDeletion = [];
    private readonly List<double> _afterKill = [];
    private string _leader = "";

    private CrashElection(Bench bench, Library library, BenchServers servers)
    {
        _bench = bench;
        _library = library;
        _servers = servers.ConnectionString;
        _group = Bench.NewGroup(library.Key);
    }

    /// <summary>Starts them, one after the other, and waits until one leads.</summary>
    public static async Task<CrashElection> StartAsync(Bench bench, Library library, BenchServers servers)
    {
        var election = new CrashElection(bench, library, servers);
        foreach (var name in Names)
        {
            await election.JoinAsync(name);
        }

        return election;
    }

    /// <summary>Kills the leader, waits for the next one, and starts the killed one again.</summary>
    /// <param name="observer">A session that has nothing to do with the election.</param>
    /// <param name="counts">Whether to keep the times.</param>
    public async Task CrashAsync(ZooKeeperClient observer, bool counts)
    {
        using var watched = await observer.WatchExistsAsync(await Nodes.LeaderOfAsync(observer, _group, _library.NewestLeads));
        var deletion = Nodes.TimeOfChangeAsync(watched);
        var dead = _leader;
        var others = _processes.Where(process => process.Key != dead).Select(static process => (process.Value, process.Value.Mark)).ToList();
        var killed = Stopwatch.GetTimestamp();
        await _processes[dead].KillAsync();
        var next = await await Task.WhenAny(others.Select(static other => LeaderAsync(other.Value, other.Mark)));
        if (counts)
        {
            _afterDeletion.Add(Bench.Milliseconds(next.Time - await deletion));
            _afterKill.Add(Bench.Milliseconds(next.Time - killed));
        }

        _leader = next.Id[..1];
        await JoinAsync(dead);
    }

    /// <summary>What was measured.</summary>
    public IEnumerable<Measurement> ToMeasurements() =>
    [
        new(AfterDeletion, _library.Name, "ms", _afterDeletion),
        new("from the kill to the next start", _library.Name, "ms", _afterKill),
    ];

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
        {
            await process.DisposeAsync();
        }
    }

    private static Task<ContenderEvent> LeaderAsync(ContenderProcess process, int mark) =>
        process.WaitAsync(mark, static e => e.Kind == "LEADER", "a leader", Patience);

    private async Task JoinAsync(string name)
    {
        if (_processes.Remove(name, out var dead))
        {
            await dead.DisposeAsync();
        }

        var process = await ContenderProcess.StartAsync(_bench.Programs, _library, _servers, _group, _bench.SessionTimeout, prefix: name);
        _processes.Add(name, process);
        await process.TellAsync($"join {name}0");
        if (_leader.Length == 0 || _library.NewestLeads)
        {
            await LeaderAsync(process, 0);
            _leader = name;
        }
        else
        {
            await Eventually.TrueAsync(() => process.Events.Any(static e => e.Kind == "JOINING"), $"{name} to join");
        }
    }
}

using System.Diagnostics;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Machines;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Many contenders in one election, with a session each, whose leader leaves again and again.</summary>
internal sealed class HerdElection : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    // What follows a handover, such as the next one's look at its new place, comes within this.
    private static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(50);

    private readonly ContenderProcess _process;
    private readonly BenchServers _servers;
    private string _leader = "";

    private HerdElection(Library library, int count, ContenderProcess process, BenchServers servers)
    {
        Library = library;
        Count = count;
        _process = process;
        _servers = servers;
    }

    /// <summary>Of which library.</summary>
    public Library Library { get; }

    /// <summary>How many there are at the beginning.</summary>
    public int Count { get; }

    /// <summary>From the last stop of the old leader's services to the start of the next one's, in milliseconds.</summary>
    public List<double> Times { get; } = [];

    /// <summary>What the servers received in a handover, less what they receive at rest.</summary>
    public List<double> Requests { get; } = [];

    /// <summary>What the process uses.</summary>
    public ProcessUsage Usage => ProcessUsage.Of(_process.ProcessId);

    /// <summary>Starts them and waits until all stand in the queue.</summary>
    public static async Task<HerdElection> StartAsync(
        Bench bench, Library library, int count, TimeSpan sessionTimeout, BenchServers servers, ZooKeeperClient observer)
    {
        var group = Bench.NewGroup($"herd-{library.Key}");
        var process = await ContenderProcess.StartAsync(bench.Programs, library, servers.ConnectionString, group, sessionTimeout, count);
        var election = new HerdElection(library, count, process, servers);
        await process.TellAsync("join c0");
        election._leader = (await process.WaitAsync(0, static e => e.Kind == "LEADER", "a leader", Patience)).Id;
        for (var i = 1; i < count; i++)
        {
            await process.TellAsync($"join c{i}");
        }

        await Eventually.TrueAsync(async () => (await observer.GetChildrenAsync(group)).Count == count, $"{count} contenders to join", Patience);
        if (library.NewestLeads)
        {
            await Task.Delay(Aftermath * count / 10);
            election._leader = process.Events.Last(static e => e.Kind == "LEADER").Id;
        }

        return election;
    }

    /// <summary>Makes the leader leave for good.</summary>
    /// <param name="requestsAtRest">How many requests a second the servers receive when nothing happens.</param>
    public async Task HandOverAsync(double requestsAtRest)
    {
        var old = _leader;
        var mark = _process.Mark;
        var before = await _servers.PacketsReceivedAsync();
        var began = Stopwatch.GetTimestamp();
        await _process.TellAsync($"{Library.LeaveForGood} {old}");
        var next = await _process.WaitAsync(mark, e => e.Kind == "LEADER" && e.Id != old, "the next leader", Patience);
        var leaving = await _process.WaitAsync(mark, e => e.Kind == "LEAVING" && e.Id == old, "the old leader's stop", Patience);
        await _process.WaitAsync(mark, e => e.Kind == "LEFT" && e.Id == old, "the end of the release", Patience);
        await Task.Delay(Aftermath);
        var received = await _servers.PacketsReceivedAsync() - before;
        Times.Add(Bench.Milliseconds(next.Time - leaving.Time));

        // Ours stops its host, which closes its session: one request that the others have left out. The question before counts too.
        var besides = (Library.IsOwn ? 1 : 0) + _servers.Servers.Count;
        Requests.Add(received - besides - (requestsAtRest * Stopwatch.GetElapsedTime(began).TotalSeconds));
        _leader = next.Id;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

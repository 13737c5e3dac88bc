using System.Diagnostics;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Machines;
using LeaderHosting.Bench.Failover.Servers;
using LeaderHosting.Bench.Failover.Traffic;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Many contenders in one election, with a session each, whose leader leaves again and again.</summary>
internal sealed class HerdElection : IAsyncDisposable
{
    /// <summary>What follows a handover, such as the next one's look at its new place, comes within this.</summary>
    public static readonly TimeSpan Aftermath = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly ContenderProcess _process;
    private readonly RequestTap? _tap;
    private string _leader = "";

    private HerdElection(Library library, int count, ContenderProcess process, RequestTap? tap)
    {
        Library = library;
        Count = count;
        _process = process;
        _tap = tap;
    }

    /// <summary>Of which library.</summary>
    public Library Library { get; }

    /// <summary>How many there are at the beginning.</summary>
    public int Count { get; }

    /// <summary>From the last stop of the old leader's services to the start of the next one's, in milliseconds.</summary>
    public List<double> Times { get; } = [];

    /// <summary>The requests of each handover; none if they are not counted.</summary>
    public List<HandoverRequests> Requests { get; } = [];

    /// <summary>What the process uses.</summary>
    public ProcessUsage Usage => ProcessUsage.Of(_process.ProcessId);

    /// <summary>Starts them and waits until all stand in the queue.</summary>
    /// <param name="bench">The run.</param>
    /// <param name="library">Of which library.</param>
    /// <param name="count">How many.</param>
    /// <param name="sessionTimeout">Their session timeout.</param>
    /// <param name="servers">Where they connect.</param>
    /// <param name="tap">What they connect through, so that their requests are counted.</param>
    /// <param name="observer">A session that has nothing to do with the election.</param>
    public static async Task<HerdElection> StartAsync(
        Bench bench, Library library, int count, TimeSpan sessionTimeout, BenchServers servers, RequestTap? tap, ZooKeeperClient observer)
    {
        var group = Bench.NewGroup($"herd-{library.Key}");
        var connectionString = tap?.ConnectionString ?? servers.ConnectionString;
        var process = await ContenderProcess.StartAsync(bench.Programs, library, connectionString, group, sessionTimeout, count);
        var election = new HerdElection(library, count, process, tap);
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
    public async Task HandOverAsync()
    {
        var old = _leader;
        var mark = _process.Mark;
        var began = Stopwatch.GetTimestamp();
        await _process.TellAsync($"{Library.LeaveForGood} {old}");
        var next = await _process.WaitAsync(mark, e => e.Kind == "LEADER" && e.Id != old, "the next leader", Patience);
        var leaving = await _process.WaitAsync(mark, e => e.Kind == "LEAVING" && e.Id == old, "the old leader's stop", Patience);
        await _process.WaitAsync(mark, e => e.Kind == "LEFT" && e.Id == old, "the end of the release", Patience);
        Times.Add(Bench.Milliseconds(next.Time - leaving.Time));
        if (_tap is not null)
        {
            await Task.Delay(Aftermath);
            Requests.Add(HandoverRequests.Find(_tap.Connections, began, next.Time, next.Time + (long)Aftermath.TotalNanoseconds));
        }

        _leader = next.Id;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        if (_tap is not null)
        {
            await _tap.DisposeAsync();
        }
    }
}

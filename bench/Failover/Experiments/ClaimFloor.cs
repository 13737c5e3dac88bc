using System.Diagnostics;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>From a watch that tells of a deletion to the answer to a claim: a read of the record, and a transaction that checks a node of the session's own and writes the record as it was read.</summary>
internal sealed class ClaimFloor
{
    /// <summary>What tables call it.</summary>
    public const string Name = "bound: a watch → its read and claim, by the bare client, warm";

    private const int WarmUpRounds = 200;

    private readonly SessionPair _sessions;
    private readonly string _candidate;
    private readonly byte[] _record = new byte[BarePaths.RecordLength];

    private ClaimFloor(SessionPair sessions, string candidate)
    {
        _sessions = sessions;
        _candidate = candidate;
    }

    /// <summary>Gives the second session a node, and does it often enough for its code to be compiled.</summary>
    public static async Task<ClaimFloor> StartAsync(SessionPair sessions)
    {
        var created = await sessions.Second.CreateAsync($"{sessions.Group}/candidate", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
        var floor = new ClaimFloor(sessions, created.Path);
        for (var i = 0; i < WarmUpRounds; i++)
        {
            await floor.MeasureAsync();
        }

        return floor;
    }

    /// <summary>Measures it once, in milliseconds.</summary>
    public async Task<double> MeasureAsync()
    {
        var (path, watched) = await _sessions.CreateWatchedAsync();
        var deletion = _sessions.First.DeleteAsync(path);
        await watched.Changed;
        var began = Stopwatch.GetTimestamp();
        var (_, stat) = await _sessions.Second.GetDataAsync(_sessions.Group);
        await _sessions.Second.MultiAsync([ZooKeeperOperation.Check(_candidate), ZooKeeperOperation.SetData(_sessions.Group, _record, stat.Version)]);
        var claimed = Stopwatch.GetElapsedTime(began);
        await deletion;
        return claimed.TotalMilliseconds;
    }
}

using System.Diagnostics;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>
/// The requests of a handover with no election around: one session checks the other's node, deletes its own and names the other in a transaction; the other's watch fires, and it reads
/// the record. What the protocol itself costs.
/// </summary>
internal sealed class HandoverFloor
{
    /// <summary>What tables call it.</summary>
    public const string Name = "bound: check, delete, set → another's watch → its read";

    private readonly SessionPair _sessions;
    private readonly string _successor;
    private readonly byte[] _record = new byte[Nodes.RecordLength];

    private HandoverFloor(SessionPair sessions, string successor)
    {
        _sessions = sessions;
        _successor = successor;
    }

    /// <summary>Gives the second session a node.</summary>
    public static async Task<HandoverFloor> StartAsync(SessionPair sessions)
    {
        var created = await sessions.Second.CreateAsync($"{sessions.Group}/successor", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
        return new HandoverFloor(sessions, created.Path);
    }

    /// <summary>Measures it once, in milliseconds.</summary>
    public async Task<double> MeasureAsync()
    {
        var (path, watched) = await _sessions.CreateWatchedAsync();
        var read = ReadAsync(watched);
        var began = Stopwatch.GetTimestamp();
        var handover = _sessions.First.MultiAsync(
            [ZooKeeperOperation.Check(_successor), ZooKeeperOperation.Delete(path), ZooKeeperOperation.SetData(_sessions.Group, _record)]);
        var time = Bench.Milliseconds(await read - began);
        await handover;
        return time;
    }

    private async Task<long> ReadAsync(Watched<Stat?> watched)
    {
        await watched.Changed;
        await _sessions.Second.GetDataAsync(_sessions.Group);
        return Stopwatch.GetTimestamp();
    }
}

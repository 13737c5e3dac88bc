using System.Diagnostics;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>From the deletion of a node by one session to the watch of another: what no handover that a watch tells of can undercut.</summary>
internal sealed class WatchFloor(SessionPair sessions)
{
    /// <summary>What tables call it.</summary>
    public const string Name = "floor: delete → another's watch";

    /// <summary>Measures it once, in milliseconds.</summary>
    public async Task<double> MeasureAsync()
    {
        var (path, watched) = await sessions.CreateWatchedAsync();
        var fired = Nodes.TimeOfChangeAsync(watched);
        var began = Stopwatch.GetTimestamp();
        var deletion = sessions.First.DeleteAsync(path);
        var time = Bench.Milliseconds(await fired - began);
        await deletion;
        return time;
    }
}

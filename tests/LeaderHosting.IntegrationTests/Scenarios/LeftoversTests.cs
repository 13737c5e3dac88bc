using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Scenarios;

/// <summary>Hosts that have stopped leave nothing behind, neither here nor on the server.</summary>
public sealed class LeftoversTests(ITestOutputHelper output)
{
    private const int WarmUp = 5;
    private const int Cycles = 100;

    // Of other tests and the runtime; a leak of one per cycle is far more.
    private const int Noise = 20;

    [Fact]
    public async Task A_hundred_starts_and_stops_leave_no_session_socket_thread_timer_or_object()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        List<WeakReference> elections = [];
        for (var i = 0; i < WarmUp; i++)
        {
            await RunOnceAsync(server);
        }

        var (sockets, threads, timers) = (CountSockets(), CountThreads(), Timer.ActiveCount);
        for (var i = 0; i < Cycles; i++)
        {
            elections.Add(await RunOnceAsync(server));
        }

        // The server counts the connection that asks.
        await Eventually.ValueAsync(
            () => server.FourLetterAsync("mntr"),
            static mntr => mntr.Contains("zk_num_alive_connections\t1\n", StringComparison.Ordinal)
                && mntr.Contains("zk_ephemerals_count\t0\n", StringComparison.Ordinal),
            "no connection and no ephemeral node to be left");
        Assert.Matches(@"Session Sets \(\d+\)/\(0\)", await server.FourLetterAsync("dump"));

        output.WriteLine(
            $"Sockets {sockets} -> {CountSockets()}, threads {threads} -> {CountThreads()}, timers {timers} -> {Timer.ActiveCount}.");
        await Eventually.TrueAsync(() => CountSockets() <= sockets + Noise, "sockets to be closed");
        await Eventually.TrueAsync(() => CountThreads() <= threads + Noise, "threads to end");
        await Eventually.TrueAsync(() => Timer.ActiveCount <= timers + Noise, "timers to be gone");
        await Eventually.TrueAsync(() => CountAlive(elections) < Noise, "elections to be collected", lastSeen: () => $"{CountAlive(elections)} alive");
    }

    private async Task<WeakReference> RunOnceAsync(ZooKeeperServer server)
    {
        await using var election = new Election(output, server.ConnectionString, TimeSpan.FromSeconds(4), "/leftovers");
        var node = await election.StartAsync("first");
        await node.WaitUntilMasterAsync();
        return new WeakReference(node.Leadership);
    }

    private static int CountAlive(List<WeakReference> references)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return references.Count(static reference => reference.IsAlive);
    }

    private static int CountSockets() => Directory.EnumerateFiles("/proc/self/fd").Count(static file =>
    {
        try
        {
            return File.ResolveLinkTarget(file, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true;
        }
        catch (IOException)
        {
            // Closed while we looked.
            return false;
        }
    });

    private static int CountThreads() => Directory.EnumerateDirectories("/proc/self/task").Count();
}

namespace LeaderHosting.TestKit;

/// <summary>Three real ZooKeeper servers on 127.0.0.1 that form an ensemble.</summary>
/// <remarks>Not thread-safe, except for the questions (<see cref="LeaderAsync"/>, <see cref="FollowersAsync"/>).</remarks>
public sealed class ZooKeeperEnsemble : IAsyncDisposable
{
    private const int Size = 3;
    private const int PortAttempts = 5;

    private ZooKeeperEnsemble(IReadOnlyList<ZooKeeperServer> servers)
    {
        Servers = servers;
    }

    /// <summary>The three servers, running or not, in the order of their ids.</summary>
    public IReadOnlyList<ZooKeeperServer> Servers { get; }

    /// <summary>All three servers: "127.0.0.1:port,127.0.0.1:port,127.0.0.1:port".</summary>
    public string ConnectionString => string.Join(',', Servers.Select(static server => server.ConnectionString));

    /// <summary>Starts three servers and waits until one leads and two follow.</summary>
    /// <exception cref="ZooKeeperStartException">They did not start.</exception>
    /// <exception cref="FileNotFoundException">No ZooKeeper is installed.</exception>
    public static async Task<ZooKeeperEnsemble> StartAsync(ZooKeeperSettings? settings = null)
    {
        for (var attempt = 1; ; attempt++)
        {
            var ensemble = Create(settings ?? new ZooKeeperSettings());
            try
            {
                await ensemble.StartAllAsync();
                return ensemble;
            }
            catch (ZooKeeperStartException exception) when (exception.PortWasTaken && attempt < PortAttempts)
            {
                await ensemble.DisposeAsync();
            }
            catch
            {
                await ensemble.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts every server that does not run, and waits until all serve.</summary>
    public async Task StartAllAsync()
    {
        foreach (var server in Servers.Where(static server => !server.IsRunning))
        {
            await server.StartAgainAsync(waitUntilServing: false);
        }

        await Task.WhenAll(Servers.Select(static server => server.WaitUntilServingAsync()));
    }

    /// <summary>Waits until one of the servers leads, and returns it.</summary>
    public async Task<ZooKeeperServer> LeaderAsync() =>
        (await Eventually.ValueAsync(
            () => WithModeAsync(ZooKeeperMode.Leader),
            static leaders => leaders.Count == 1,
            "the ensemble to have a leader",
            TimeSpan.FromSeconds(60)))[0];

    /// <summary>The servers that follow just now; fewer than two when some are down, paused or starting.</summary>
    public Task<IReadOnlyList<ZooKeeperServer>> FollowersAsync() => WithModeAsync(ZooKeeperMode.Follower);

    /// <summary>
    /// Restarts one server after the other, as in an upgrade: each serves again before the next one stops, and the leader comes last.
    /// </summary>
    /// <param name="restarted">Called after each, with whether it has led the others.</param>
    public async Task RollingRestartAsync(Func<bool, Task>? restarted = null)
    {
        var leader = await LeaderAsync();
        foreach (var server in Servers.Where(server => server != leader).Append(leader))
        {
            await server.RestartAsync();
            await (restarted?.Invoke(server == leader) ?? Task.CompletedTask);
        }
    }

    /// <summary>Kills all servers and deletes their data.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var server in Servers)
        {
            await server.DisposeAsync();
        }
    }

    private static ZooKeeperEnsemble Create(ZooKeeperSettings settings)
    {
        // Quorum traffic, then leader election.
        var members = Enumerable.Range(1, Size)
            .Select(static id => $"server.{id}=127.0.0.1:{FreePort.Next()}:{FreePort.Next()}")
            .ToList();
        return new ZooKeeperEnsemble(
            [.. Enumerable.Range(1, Size).Select(id => ZooKeeperServer.CreateMember(settings, FreePort.Next(), id, members))]);
    }

    private async Task<IReadOnlyList<ZooKeeperServer>> WithModeAsync(ZooKeeperMode mode)
    {
        var modes = await Task.WhenAll(Servers.Select(static server => server.ModeAsync()));
        return [.. Servers.Where((_, index) => modes[index] == mode)];
    }
}

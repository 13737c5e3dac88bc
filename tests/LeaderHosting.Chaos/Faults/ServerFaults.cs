using LeaderHosting.Chaos.Machines;

namespace LeaderHosting.Chaos.Faults;

/// <summary>What happens to the servers' processes. Each method returns who it was done to, or null.</summary>
internal sealed class ServerFaults(Stage stage)
{
    public Task<string?> KillAsync(Fault fault, CancellationToken cancellationToken) =>
        WithServersAsync(fault, 1, server => KillAsync(server, fault, cancellationToken));

    public Task<string?> TerminateAsync(Fault fault, CancellationToken cancellationToken) => WithServersAsync(fault, 1, async server =>
    {
        await server.TerminateAsync();
        await Task.Delay(fault.Lasts, cancellationToken);
        await server.StartAsync();
    });

    public Task<string?> FreezeAsync(Fault fault, CancellationToken cancellationToken) =>
        WithServersAsync(fault, 1, server => FreezeAsync(server, fault, cancellationToken));

    public Task<string?> LoseQuorumAsync(Fault fault, CancellationToken cancellationToken) => WithServersAsync(
        fault,
        (stage.Ensemble.Servers.Count / 2) + 1,
        server => fault.Strength < 0.5 ? KillAsync(server, fault, cancellationToken) : FreezeAsync(server, fault, cancellationToken));

    private static async Task KillAsync(ZooKeeperMachine server, Fault fault, CancellationToken cancellationToken)
    {
        await server.KillAsync();
        await Task.Delay(fault.Lasts, cancellationToken);
        await server.StartAsync();
    }

    private static async Task FreezeAsync(ZooKeeperMachine server, Fault fault, CancellationToken cancellationToken)
    {
        await server.FreezeAsync();
        await Task.Delay(fault.Lasts, cancellationToken);
        server.Thaw();
    }

    private async Task<string?> WithServersAsync(Fault fault, int count, Func<ZooKeeperMachine, Task> action)
    {
        var wanted = await stage.ServerForAsync(fault);
        var taken = new List<ZooKeeperMachine>();
        try
        {
            while (taken.Count < count && stage.Take(wanted, stage.Ensemble.Servers, static server => server.IsRunning) is { } server)
            {
                taken.Add(server);
            }

            if (taken.Count == 0)
            {
                return null;
            }

            await Task.WhenAll(taken.Select(action));
            return string.Join(',', taken.Select(static server => server.Machine.Name));
        }
        finally
        {
            taken.ForEach(stage.Release);
        }
    }
}

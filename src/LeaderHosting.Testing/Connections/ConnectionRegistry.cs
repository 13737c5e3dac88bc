using System.Net;
using LeaderHosting.Testing.Transports;

namespace LeaderHosting.Testing.Connections;

/// <summary>Runs the connections of a server and knows when the last of them has ended. Thread-safe.</summary>
internal sealed class ConnectionRegistry(ConnectionServices services, int maxPerAddress)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _perAddress = [];
    private readonly HashSet<Task> _running = [];

    /// <summary>Serves a connection in the background, or ends it when its address has too many.</summary>
    public async ValueTask StartAsync(ITransport transport, CancellationToken stopping)
    {
        if (!TryCount(transport.Remote.Address, out var open))
        {
            ServerLog.TooManyConnections(services.Logger, transport.Remote, open);
            await transport.DisposeAsync().ConfigureAwait(false);
            return;
        }

        var connection = new ClientConnection(transport, services, stopping);
        var running = Task.Run(connection.RunAsync, CancellationToken.None);
        lock (_lock)
        {
            _running.Add(running);
        }

        _ = ForgetAsync(running, transport.Remote.Address);
    }

    /// <summary>Completes when every connection has ended.</summary>
    public async Task DrainAsync()
    {
        Task[] running;
        lock (_lock)
        {
            running = [.. _running];
        }

        await Task.WhenAll(running).ConfigureAwait(false);
    }

    private bool TryCount(IPAddress address, out int open)
    {
        lock (_lock)
        {
            open = _perAddress.GetValueOrDefault(address);
            if (maxPerAddress > 0 && open >= maxPerAddress)
            {
                return false;
            }

            _perAddress[address] = open + 1;
            return true;
        }
    }

    private async Task ForgetAsync(Task running, IPAddress address)
    {
        await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (_lock)
        {
            _running.Remove(running);
            _perAddress[address]--;
        }
    }
}

using System.Net;

namespace LeaderHosting.Chaos.Network;

/// <summary>Machines and the router between them.</summary>
internal sealed class VirtualNetwork : INetwork
{
    private const int PrefixLength = 24;
    private const int ClientPort = 2181;
    private const int QuorumPort = 2888;
    private const int ElectionPort = 3888;

    private readonly List<VirtualMachine> _machines = [];
    private PacketRouter? _router;

    private VirtualNetwork()
    {
    }

    /// <inheritdoc/>
    public IReadOnlyList<IMachine> Servers { get; private set; } = [];

    /// <inheritdoc/>
    public IReadOnlyList<IMachine> Candidates { get; private set; } = [];

    /// <inheritdoc/>
    public string? Limitation => null;

    /// <summary>Makes the machines and connects them.</summary>
    /// <exception cref="System.ComponentModel.Win32Exception">This user may not.</exception>
    public static async Task<VirtualNetwork> CreateAsync(int servers, int candidates, int seed)
    {
        var network = new VirtualNetwork();
        try
        {
            network.Servers = await network.AddAsync("zk", firstAddress: 1, servers);
            network.Candidates = await network.AddAsync("n", firstAddress: 101, candidates);
            network._router = new PacketRouter(network._machines, network.Faults, seed);
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The faults of the links.</summary>
    public LinkFaults Faults { get; } = new();

    /// <inheritdoc/>
    public ServerEndpoints EndpointsOf(int server)
    {
        var address = Servers[server].Address;
        return new ServerEndpoints(address, ClientPort, QuorumPort, ElectionPort);
    }

    /// <inheritdoc/>
    public string ConnectionStringOf(int candidate) => string.Join(',', Servers.Select(static server => $"{server.Address}:{ClientPort}"));

    /// <inheritdoc/>
    public IDisposable? Disturb(IEnumerable<IMachine> from, IEnumerable<IMachine> to, LinkQuality quality) =>
        Faults.Add(from.Select(static machine => machine.Address), to.Select(static machine => machine.Address), quality);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _router?.Dispose();
        foreach (var machine in _machines)
        {
            machine.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private async Task<IReadOnlyList<IMachine>> AddAsync(string prefix, int firstAddress, int count)
    {
        var machines = new List<IMachine>();
        for (var i = 0; i < count; i++)
        {
            var machine = await VirtualMachine.CreateAsync($"{prefix}{i + 1}", IPAddress.Parse($"10.99.0.{firstAddress + i}"), PrefixLength);
            _machines.Add(machine);
            machines.Add(machine);
        }

        return machines;
    }
}

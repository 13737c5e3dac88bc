using System.Net;
using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Network;

/// <summary>Where no network namespaces can be made: everything on this machine, with a proxy between each candidate and each server.</summary>
internal sealed class ProxiedNetwork : INetwork
{
    private const double LossThatCuts = 1;

    private readonly List<LocalMachine> _servers;
    private readonly List<LocalMachine> _candidates;
    private readonly List<ServerEndpoints> _endpoints;
    private readonly Lock _lock = new();
    private readonly Dictionary<(IMachine Candidate, IMachine Server), TcpProxy> _proxies = [];
    private readonly List<Disturbance> _disturbances = [];

    public ProxiedNetwork(int servers, int candidates)
    {
        _servers = [.. Enumerable.Range(1, servers).Select(static i => new LocalMachine($"zk{i}"))];
        _candidates = [.. Enumerable.Range(1, candidates).Select(static i => new LocalMachine($"n{i}"))];
        _endpoints = [.. _servers.Select(static _ => new ServerEndpoints(IPAddress.Loopback, FreePort.Next(), FreePort.Next(), FreePort.Next()))];
        foreach (var candidate in _candidates)
        {
            foreach (var (server, endpoint) in _servers.Zip(_endpoints))
            {
                _proxies[(candidate, server)] = TcpProxy.Start(endpoint.ClientPort);
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<IMachine> Servers => _servers;

    /// <inheritdoc/>
    public IReadOnlyList<IMachine> Candidates => _candidates;

    /// <inheritdoc/>
    public string Limitation => "Links go through proxies: those between servers are left whole, and no packets are lost.";

    /// <inheritdoc/>
    public ServerEndpoints EndpointsOf(int server) => _endpoints[server];

    /// <inheritdoc/>
    public string ConnectionStringOf(int candidate) =>
        string.Join(',', _servers.Select(server => _proxies[(_candidates[candidate], server)].ConnectionString));

    /// <inheritdoc/>
    public IDisposable? Disturb(IEnumerable<IMachine> from, IEnumerable<IMachine> to, LinkQuality quality)
    {
        var (sources, targets) = (from.ToHashSet(), to.ToHashSet());
        var forth = _proxies.Where(proxy => sources.Contains(proxy.Key.Candidate) && targets.Contains(proxy.Key.Server)).Select(static proxy => proxy.Value).ToList();
        var back = _proxies.Where(proxy => sources.Contains(proxy.Key.Server) && targets.Contains(proxy.Key.Candidate)).Select(static proxy => proxy.Value).ToList();
        if ((forth.Count == 0 && back.Count == 0) || quality is { Loss: > 0 and < LossThatCuts })
        {
            return null;
        }

        var disturbance = new Disturbance(this, forth, back, quality);
        lock (_lock)
        {
            _disturbances.Add(disturbance);
            Apply();
        }

        return disturbance;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies.Values)
        {
            await proxy.DisposeAsync();
        }
    }

    private void Remove(Disturbance disturbance)
    {
        lock (_lock)
        {
            _disturbances.Remove(disturbance);
            Apply();
        }
    }

    private void Apply()
    {
        foreach (var proxy in _proxies.Values)
        {
            var forth = _disturbances.Where(disturbance => disturbance.Forth.Contains(proxy)).ToList();
            var back = _disturbances.Where(disturbance => disturbance.Back.Contains(proxy)).ToList();
            proxy.Delay = forth.Concat(back).Select(static disturbance => disturbance.Quality.Delay).DefaultIfEmpty().Max();
            var cutsForth = forth.Exists(static disturbance => disturbance.Cuts);
            var cutsBack = back.Exists(static disturbance => disturbance.Cuts);
            if (cutsForth)
            {
                proxy.BlackHole(TrafficDirection.ToServer);
            }

            if (cutsBack)
            {
                proxy.BlackHole(TrafficDirection.ToClient);
            }

            // A proxy heals in both directions at once, so a direction stays cut until the other is whole too.
            if (!cutsForth && !cutsBack)
            {
                proxy.Heal();
            }
        }
    }

    private sealed record Disturbance(ProxiedNetwork Owner, IReadOnlyList<TcpProxy> Forth, IReadOnlyList<TcpProxy> Back, LinkQuality Quality) : IDisposable
    {
        public bool Cuts => Quality.Loss >= LossThatCuts;

        public void Dispose() => Owner.Remove(this);
    }
}

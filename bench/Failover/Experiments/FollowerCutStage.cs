using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Chaos.Machines;
using LeaderHosting.Chaos.Network;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Three servers, each in a network namespace; a follower is cut off from the other two, but not from its client, which leads.</summary>
/// <remarks>Needs the right to make namespaces, as root has it.</remarks>
internal sealed class FollowerCutStage : ICutStage
{
    private const int Servers = 3;
    private const int Candidates = 2;

    private readonly Bench _bench;
    private readonly VirtualNetwork _network;
    private readonly Ensemble _ensemble;
    private readonly string _folder;
    private readonly int _follower;

    private FollowerCutStage(Bench bench, VirtualNetwork network, Ensemble ensemble, string folder, int follower)
    {
        _bench = bench;
        _network = network;
        _ensemble = ensemble;
        _folder = folder;
        _follower = follower;
    }

    /// <inheritdoc/>
    public string Name => "the leader's server is cut off from the quorum";

    /// <summary>Starts it.</summary>
    public static async Task<ICutStage> StartAsync(Bench bench)
    {
        var folder = Directory.CreateTempSubdirectory("leaderhosting-bench-").FullName;
        var network = await VirtualNetwork.CreateAsync(Servers, Candidates, seed: 1);
        var ensemble = await Ensemble.StartAsync(network, folder, CancellationToken.None);
        var leader = await ensemble.LeaderAsync();
        var follower = Enumerable.Range(0, Servers).First(i => ensemble.Servers[i] != leader);
        return new FollowerCutStage(bench, network, ensemble, folder, follower);
    }

    /// <inheritdoc/>
    public Task<ContenderProcess> StartLeaderAsync(Library library, string group) => StartAsync(library, 0, group, "a", static (server, cut) => server == cut);

    /// <inheritdoc/>
    public Task<ContenderProcess> StartWaitingAsync(Library library, string group) => StartAsync(library, 1, group, "b", static (server, cut) => server != cut);

    /// <inheritdoc/>
    public IDisposable Cut()
    {
        IMachine[] one = [_network.Servers[_follower]];
        var others = _network.Servers.Except(one).ToList();
        var forth = _network.Disturb(one, others, LinkQuality.Cut)!;
        var back = _network.Disturb(others, one, LinkQuality.Cut)!;
        return new Healing(forth, back);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _ensemble.DisposeAsync();
        await _network.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task<ContenderProcess> StartAsync(Library library, int machine, string group, string prefix, Func<int, int, bool> isWanted)
    {
        await _ensemble.HealAsync(CancellationToken.None);
        var servers = string.Join(
            ',', Enumerable.Range(0, Servers).Where(server => isWanted(server, _follower)).Select(_network.EndpointsOf).Select(static e => $"{e.Address}:{e.ClientPort}"));
        return await await _network.Candidates[machine].InvokeAsync(() =>
            ContenderProcess.StartAsync(_bench.Programs, library, servers, group, _bench.SessionTimeout, prefix: prefix, poll: true));
    }

    private sealed class Healing(IDisposable forth, IDisposable back) : IDisposable
    {
        public void Dispose()
        {
            forth.Dispose();
            back.Dispose();
        }
    }
}

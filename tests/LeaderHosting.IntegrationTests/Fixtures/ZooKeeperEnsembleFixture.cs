using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests;

/// <summary>
/// One ensemble of three for all tests of its collection. They may stop, kill and pause its servers: <see cref="HealAsync"/>, called first
/// in each test, has them all serve again.
/// </summary>
public sealed class ZooKeeperEnsembleFixture : IAsyncLifetime
{
    public ZooKeeperEnsemble Ensemble { get; private set; } = null!;

    /// <summary>Wakes and starts what an earlier test left frozen or down, and waits until all three serve.</summary>
    public async Task<ZooKeeperEnsemble> HealAsync()
    {
        foreach (var server in Ensemble.Servers)
        {
            server.Resume();
        }

        await Ensemble.StartAllAsync();
        return Ensemble;
    }

    public async Task InitializeAsync() => Ensemble = await ZooKeeperEnsemble.StartAsync();

    public async Task DisposeAsync() => await Ensemble.DisposeAsync();
}

using LeaderHosting.Chaos.Machines;
using LeaderHosting.Chaos.Network;
using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Tests.Machines;

public class EnsembleTests
{
    [Fact]
    public async Task Servers_that_are_restarted_grant_sessions_again()
    {
        var folder = Directory.CreateTempSubdirectory("leaderhosting-chaos-").FullName;
        try
        {
            await using var network = new ProxiedNetwork(servers: 3, candidates: 1);
            await using var ensemble = await Ensemble.StartAsync(network, folder, CancellationToken.None);

            await ensemble.RestartAsync(CancellationToken.None);

            await using var probe = new GrantProbe(ensemble.Servers);
            await Eventually.TrueAsync(() => probe.FirstGrantAt is not null, "a session to be granted");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

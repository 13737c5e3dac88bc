using LeaderHosting.Coordination;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.World;

/// <summary>The node that a Curator LeaderLatch leaves in an election, in a session of its own. It leads when it is the first, and claims nothing.</summary>
internal sealed class CuratorLatch : IAsyncDisposable
{
    private readonly ICoordinationSession _session;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _run;

    private CuratorLatch(FakeSessionFactory factory)
    {
        _session = factory.Create();
        _run = RunAsync();
    }

    public string Candidate { get; private set; } = "";

    public static async Task<CuratorLatch> JoinAsync(ElectionWorld world, string id)
    {
        var latch = new CuratorLatch(new FakeSessionFactory(world.Ensemble, world.Clock));
        foreach (var parent in new[] { "/dmonitor", ElectionWorld.Path })
        {
            if (world.Ensemble.Tree.Find(parent) is null)
            {
                await latch._session.CreateAsync(parent, default, CoordinationNodeKind.Persistent, default);
            }
        }

        var path = await latch._session.CreateAsync(
            $"{ElectionWorld.Path}/_c_{Guid.NewGuid()}-latch-",
            System.Text.Encoding.UTF8.GetBytes(id),
            CoordinationNodeKind.EphemeralSequential,
            default);
        latch.Candidate = path[(path.LastIndexOf('/') + 1)..];
        return latch;
    }

    /// <summary>Closes the latch: its node goes, and nobody is named.</summary>
    public async ValueTask DisposeAsync()
    {
        await _session.DisposeAsync();
        await _run;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        await foreach (var _ in _session.RunAsync(_end.Token))
        {
            // Kept alive; nothing else.
        }
    }
}

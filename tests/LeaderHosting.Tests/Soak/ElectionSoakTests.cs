using LeaderHosting.TestKit;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Soak;

/// <summary>A day of blips, by the clock of the test.</summary>
[Collection(AloneCollection.Name)]
public sealed class ElectionSoakTests : IAsyncLifetime
{
    private const long MostGrowth = 512 * 1024;

    /// <summary>The longest that servers grant by default: a proof every 2.5 s, so that a day is soon over.</summary>
    private static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(40);

    private static readonly TimeSpan BetweenBlips = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Step = SessionTimeout / 16;

    private readonly ElectionWorld _world = new();
    private readonly Random _random = new(1);
    private readonly List<ElectionNode> _nodes = [];
    private int _blips;

    public async Task InitializeAsync()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            _nodes.Add(_world.Add(name, sessionTimeout: SessionTimeout));
        }

        _nodes.ForEach(static node => node.Start());
        await SettleAsync();
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task A_day_of_blips_leaks_nothing_and_somebody_leads()
    {
        await PassHourAsync();
        var early = await MeasureAsync();
        for (var hour = 1; hour < 24; hour++)
        {
            await PassHourAsync();
        }

        var late = await MeasureAsync();
        Assert.Equal(early.Timers, late.Timers);
        Assert.Equal((early.Sessions, early.Watches), (late.Sessions, late.Watches));
        Assert.InRange(late.Heap - early.Heap, long.MinValue, MostGrowth);
        Assert.True(_blips > 2000, $"Only {_blips} blips.");
        Assert.Empty(_world.LoopFailures);
        await LeadershipMovesAsync();
    }

    private async Task PassHourAsync()
    {
        for (var end = _world.Clock.Elapsed + TimeSpan.FromHours(1); _world.Clock.Elapsed < end;)
        {
            _blips++;
            await BlipAsync(_nodes[_random.Next(_nodes.Count)]);
            await PassAsync(BetweenBlips);
        }

        Assert.Empty(_world.LoopFailures);
        _nodes.ForEach(static node => node.Forget());
        _world.Journal.Forget();
    }

    private async Task BlipAsync(ElectionNode node)
    {
        switch (_random.Next(8))
        {
            case 0:
                _world.Ensemble.Expire(node.Network.Current.Id);
                break;
            case 1:
                await CutAsync(node, SessionTimeout + Step);
                break;
            case 2:
                await CutAsync(node, SessionTimeout / 2);
                break;
            default:
                node.Network.Current.Break("The connection was reset.");
                break;
        }
    }

    private async Task CutAsync(ElectionNode node, TimeSpan time)
    {
        node.Network.Cut();
        await PassAsync(time);
        node.Network.Restore();
    }

    private async Task PassAsync(TimeSpan time)
    {
        for (var end = _world.Clock.Elapsed + time; _world.Clock.Elapsed < end;)
        {
            await ThreadPoolRest.WaitAsync();
            _world.Clock.Advance(Step);
        }
    }

    /// <summary>Waits until one leads, and the two others stand in line and know it.</summary>
    private Task SettleAsync() => _world.UntilAsync(
        () => _nodes.Count(static node => node.IsLeader) == 1
            && _nodes.Count(static node => node is { Phase: LeadershipPhase.Waiting, Status.Leader: not null }) == 2
            && _world.Queue.Count == 3
            && _world.Journal.Running.Count == 1,
        "one to lead and two to wait");

    private async Task LeadershipMovesAsync()
    {
        await SettleAsync();
        var leader = _nodes.Single(static node => node.IsLeader);
        _world.Ensemble.Expire(leader.Network.Current.Id);
        await _world.UntilAsync(() => _nodes.Exists(node => node.IsLeader && node != leader), "another to lead");
        await SettleAsync();
    }

    private async Task<(int Timers, int Sessions, int Watches, long Heap)> MeasureAsync()
    {
        await SettleAsync();
        await PassAsync(SessionTimeout);
        await SettleAsync();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var heap = GC.GetTotalMemory(forceFullCollection: true);
        return (_world.Clock.ActiveTimerCount, _world.Ensemble.SessionCount, _world.Ensemble.WatchCount, heap);
    }
}

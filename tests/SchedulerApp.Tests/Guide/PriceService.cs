using LeaderHosting;

namespace SchedulerApp.Tests.Guide;

#region warm
/// <summary>Needs all prices to start, and has them ready before its turn comes.</summary>
public sealed class PriceService(Func<CancellationToken, Task<string[]>> load) : ILeaderOnlyService, IWarmStandby
{
    private string[]? _prices;

    public int Count { get; private set; }

    /// <summary>On a slave: loads the prices again and again, until the turn comes.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _prices = await load(cancellationToken);
            await Task.Delay(TimeSpan.FromMinutes(1), cancellationToken);
        }
    }

    /// <summary>On the master: takes what was loaded. A node that was alone has nothing yet.</summary>
    public async Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        _prices ??= await load(cancellationToken);
        Count = _prices.Length;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _prices = null;
        return Task.CompletedTask;
    }
}
#endregion

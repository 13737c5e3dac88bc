using LeaderHosting.TestKit;

namespace LeaderHosting.ZooKeeper.Fuzz.Client;

/// <summary>Moves the clock of a case from timer to timer whenever there is nothing else left to do, and notices when somebody waits in vain.</summary>
internal sealed class CaseClock(ManualTimeProvider time, ZooKeeperClient client, int hostileConnections)
{
    /// <summary>A server that grants a millisecond makes the client ping every millisecond, and there is an end to that as well.</summary>
    private const int MostJumps = 20_000;

    /// <summary>How much of the longest session timeout one connection may take: two thirds of silence, and as much again to find the next.</summary>
    private const int TimeoutsPerConnection = 3;

    private static readonly TimeSpan RealPatience = TimeSpan.FromSeconds(10);

    private TimeSpan _longestTimeout = TimeSpan.FromSeconds(9);

    /// <summary>Lets time pass until something is so.</summary>
    /// <exception cref="FuzzFailureException">It was not, although nothing was left to wait for, or within the time in which it had to be.</exception>
    public async Task PassUntilAsync(Func<bool> condition, Func<string> what)
    {
        var start = time.Elapsed;
        for (var jumps = 0; ; jumps++)
        {
            await ThreadPoolRest.WaitAsync();
            if (condition())
            {
                return;
            }

            _longestTimeout = client.SessionTimeout > _longestTimeout ? client.SessionTimeout : _longestTimeout;
            var limit = _longestTimeout * TimeoutsPerConnection * (hostileConnections + 2);
            if (jumps >= MostJumps || time.Elapsed - start > limit)
            {
                await StandStillAsync(condition, $"{what()}, {time.Elapsed - start} of the clock after it was asked for");
                return;
            }

            if (time.NextDue is { } next)
            {
                time.Advance(next > TimeSpan.Zero ? next : TimeSpan.Zero);
            }
            else
            {
                await StandStillAsync(() => condition() || time.NextDue is not null, $"{what()}; no timer is set that could bring it");
            }
        }
    }

    /// <summary>Waits while the clock stands still: what does not come now was not merely held up by a busy machine.</summary>
    private static async Task StandStillAsync(Func<bool> condition, string what)
    {
        try
        {
            await Eventually.TrueAsync(condition, what, RealPatience);
        }
        catch (TimeoutException hang)
        {
            throw new FuzzFailureException(hang.Message, hang);
        }
    }
}

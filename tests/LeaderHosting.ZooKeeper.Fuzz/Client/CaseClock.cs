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
            if (jumps >= MostJumps || time.Elapsed - start > _longestTimeout * TimeoutsPerConnection * (hostileConnections + 2))
            {
                throw new FuzzFailureException($"Waited {time.Elapsed - start} of the clock in vain for {what()}.");
            }

            await JumpAsync(condition, what);
        }
    }

    private async Task JumpAsync(Func<bool> condition, Func<string> what)
    {
        if (time.NextDue is { } next)
        {
            time.Advance(next > TimeSpan.Zero ? next : TimeSpan.Zero);
            return;
        }

        // Nothing left to wait for, unless the machine is busy with other things.
        try
        {
            await Eventually.TrueAsync(() => condition() || time.NextDue is not null, what(), RealPatience);
        }
        catch (TimeoutException hang)
        {
            throw new FuzzFailureException($"Hangs: no timer is set that could bring {what()}.", hang);
        }
    }
}

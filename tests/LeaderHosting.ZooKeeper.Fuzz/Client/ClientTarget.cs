using LeaderHosting.TestKit;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Fuzz.Client;

/// <summary>
/// Hostile servers against <see cref="ZooKeeperClient"/>. Whatever they send, every request ends with a result or a <see cref="ZooKeeperException"/>
/// within a few session timeouts; the client reaches the honest server behind them, unless they have ended its session; and closing it leaves nothing.
/// </summary>
public sealed class ClientTarget : IFuzzTarget
{
    private const int MostRounds = 200;

    /// <inheritdoc/>
    public async Task RunAsync(FuzzCase fuzzCase)
    {
        var limit = new AllocationLimit();
        using var log = new BreakdownLog(LogLevel.Critical);
        var network = new HostileNetwork(fuzzCase.Connections);
        var time = new ManualTimeProvider();
        var client = new ZooKeeperClient(OptionsOf(fuzzCase), log, time, network, new Random(fuzzCase.Seed));
        var clock = new CaseClock(time, client, fuzzCase.Connections.Count);
        client.Start();

        var rounds = await AskUntilHonestAsync(client, network, clock);
        var closing = client.CloseAsync();
        await clock.PassUntilAsync(() => closing.IsCompleted && network.Servers.IsCompleted, () => "the client to close");
        await closing;
        await network.Servers;
        log.ThrowIfAny();
        CheckNothingIsLeft(time, network, rounds);
        limit.Check();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => default;

    private static ZooKeeperClientOptions OptionsOf(FuzzCase fuzzCase)
    {
        var options = new ZooKeeperClientOptions
        {
            ConnectionString = fuzzCase.Seed % 2 == 0 ? "a:1" : "a:1,b:2/chroot",
            SessionTimeout = TimeSpan.FromSeconds(9),
        };
        if (fuzzCase.Seed % 3 == 0)
        {
            options.AuthInfos.Add(new ZooKeeperAuthInfo("digest", "user:secret"u8.ToArray()));
        }

        return options;
    }

    /// <summary>Makes round after round of requests until one is answered by the honest server, or the session is over.</summary>
    private static async Task<IReadOnlyList<Workload>> AskUntilHonestAsync(ZooKeeperClient client, HostileNetwork network, CaseClock clock)
    {
        var rounds = new List<Workload>();
        while (true)
        {
            var wasHonest = network.IsHonest;
            var round = new Workload(client);
            rounds.Add(round);
            await clock.PassUntilAsync(() => round.IsOver, () => $"the answers to {round.Unanswered} requests in round {rounds.Count}, {client.State}");
            round.Check();
            if (client.State is SessionState.Expired or SessionState.AuthFailed or SessionState.Closed || (wasHonest && !round.LostAny))
            {
                return rounds;
            }

            if (rounds.Count == MostRounds)
            {
                throw new FuzzFailureException($"After {MostRounds} rounds of requests none was answered by the honest server; the session is {client.State}.");
            }
        }
    }

    private static void CheckNothingIsLeft(ManualTimeProvider time, HostileNetwork network, IReadOnlyList<Workload> rounds)
    {
        if (rounds.Any(static round => !round.AreWatchesOver))
        {
            throw new FuzzFailureException("A watch did not end with the session.");
        }

        if (time.ActiveTimerCount > 0)
        {
            throw new FuzzFailureException($"{time.ActiveTimerCount} timers are left.");
        }

        if (network.Transports.Any(static transport => !transport.IsAborted))
        {
            throw new FuzzFailureException("A connection is left open.");
        }
    }
}

using LeaderHosting.Bench.Failover.Clients;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>The client by itself: one request at a time, and many under way.</summary>
internal sealed class ClientSpeed : IExperiment
{
    private const int DefaultRounds = 9;
    private const int WarmUpRounds = 2;
    private const double LeastRateRatio = 1.3;
    private const double MostAllocated = 200;

    // The data of the node, as an array of its own: 16 bytes and its header.
    private const double Payload = 40;

    private static readonly (string Key, string Quantity, string Unit)[] Quantities =
    [
        ("get-p50", "get, one at a time, p50", "µs"), ("get-p99", "get, one at a time, p99", "µs"),
        ("rate-20", "gets, 20 under way", "1/s"), ("rate-200", "gets, 200 under way", "1/s"),
        ("create-p50", "create, one at a time, p50", "µs"), ("create-p99", "create, one at a time, p99", "µs"),
        ("delete-p50", "delete, one at a time, p50", "µs"),
        ("get-allocated", "allocated by a get", "bytes"), ("create-delete-allocated", "allocated by a create and a delete", "bytes"),
    ];

    /// <inheritdoc/>
    public string Name => "client";

    /// <inheritdoc/>
    public string Description => "latency, pipelined throughput and allocations of the client, beside Apache's clients and kazoo";

    /// <inheritdoc/>
    public async Task<ExperimentResult> RunAsync(Bench bench)
    {
        await using var servers = await BenchServers.StartOneAsync();
        var address = servers.ConnectionString;
        var clients = new List<IBenchClient> { await OwnClient.StartAsync(address) };
        if (bench.Peers.Count > 0)
        {
            clients.Add(new PeerClient("C client", bench.Programs.StartClientInC(address)));
            clients.Add(new PeerClient("Java client", bench.Programs.StartClientInJava(address)));
            clients.Add(new PeerClient("kazoo", PeerPrograms.StartClientInPython(address)));
        }

        List<IBenchClient> subjects = [.. clients, new BareSocketClient(address)];
        try
        {
            var rounds = bench.Rounds ?? DefaultRounds;
            var figures = subjects.ToDictionary(static client => client, static _ => new List<IReadOnlyDictionary<string, double>>());
            for (var round = -WarmUpRounds; round < rounds; round++)
            {
                bench.Say($"client, round {round + WarmUpRounds + 1} of {rounds + WarmUpRounds}");
                foreach (var client in subjects)
                {
                    var found = await client.RunRoundAsync();
                    if (round >= 0)
                    {
                        figures[client].Add(found);
                    }
                }
            }

            bench.Say("client, at full load");
            var lost = await FullLoad.CountLostConnectionsAsync(address, bench.SessionTimeout);
            return ToResult(clients, subjects, figures, lost);
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private ExperimentResult ToResult(
        List<IBenchClient> clients, List<IBenchClient> subjects, Dictionary<IBenchClient, List<IReadOnlyDictionary<string, double>>> figures, int lost)
    {
        var measurements = Quantities
            .SelectMany(quantity => subjects
                .Where(client => figures[client][0].ContainsKey(quantity.Key))
                .Select(client => new Measurement(quantity.Quantity, client.Name, quantity.Unit, [.. figures[client].Select(round => round[quantity.Key])])))
            .ToList();
        return new ExperimentResult(
            Name, "One server; each sample is a round; the clients in turn.", measurements, [.. ToBars(clients, Median), new("connections lost with every core busy", lost, 0)], []);

        double Median(IBenchClient client, string key) => new Measurement(key, client.Name, "", [.. figures[client].Select(round => round[key])]).Median;
    }

    private static IEnumerable<Bar> ToBars(List<IBenchClient> clients, Func<IBenchClient, string, double> median)
    {
        var own = clients[0];
        if (clients.Count > 1)
        {
            yield return new("get p50: × the C client's", median(own, "get-p50") / median(clients[1], "get-p50"), 1);
            foreach (var key in new[] { "rate-20", "rate-200" })
            {
                yield return new(
                    $"gets per second, {key[5..]} under way: × the best peer's",
                    median(own, key) / clients.Skip(1).Max(client => median(client, key)),
                    LeastRateRatio,
                    AtLeast: true);
            }
        }

        yield return new("bytes allocated by a get beyond the payload", median(own, "get-allocated") - Payload, MostAllocated);
    }
}

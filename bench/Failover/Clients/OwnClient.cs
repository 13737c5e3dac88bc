using System.Diagnostics;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Failover.Clients;

/// <summary>Our client. Does what the programs in bench/peers do, and counts besides what it allocates.</summary>
internal sealed class OwnClient : IBenchClient
{
    /// <summary>What all clients ask for.</summary>
    public const string Node = "/client";

    /// <summary>How many gets are timed, with some of them under way at any time.</summary>
    public const int Pipelined = 15_000;

    private const string OwnNode = "/client-dotnet";
    private const int Gets = 3000;
    private const int Creates = 300;
    private const double Microseconds = 1e6;

    private readonly ZooKeeperClient _client;
    private readonly byte[] _data = new byte[16];

    private OwnClient(ZooKeeperClient client)
    {
        _client = client;
    }

    /// <inheritdoc/>
    public string Name => "LeaderHosting.ZooKeeper";

    /// <summary>Connects it.</summary>
    public static async Task<OwnClient> StartAsync(string servers)
    {
        var own = new OwnClient(new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = servers }));
        await own._client.ConnectAsync();
        if (await own._client.ExistsAsync(Node) is null)
        {
            await own._client.CreateAsync(Node, own._data);
        }

        return own;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, double>> RunRoundAsync()
    {
        var figures = new Dictionary<string, double>(StringComparer.Ordinal);
        await GetAsync(figures);
        figures["rate-20"] = await PipelineAsync(20);
        figures["rate-200"] = await PipelineAsync(200);
        await CreateAsync(figures);
        return figures;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task GetAsync(Dictionary<string, double> figures)
    {
        var times = new double[Gets];
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < times.Length; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await _client.GetDataAsync(Node);
            times[i] = MicrosecondsSince(began);
        }

        figures["get-allocated"] = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / times.Length;
        AddPercentiles(figures, "get", times);
    }

    /// <summary>Keeps <paramref name="depth"/> gets under way: each answer sends the next.</summary>
    private async Task<double> PipelineAsync(int depth)
    {
        var left = Pipelined;
        var began = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, depth).Select(_ => RunLaneAsync()));
        return Pipelined / Stopwatch.GetElapsedTime(began).TotalSeconds;

        async Task RunLaneAsync()
        {
            while (Interlocked.Decrement(ref left) >= 0)
            {
                await _client.GetDataAsync(Node);
            }
        }
    }

    private async Task CreateAsync(Dictionary<string, double> figures)
    {
        var (creates, deletes) = (new double[Creates], new double[Creates]);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Creates; i++)
        {
            var began = Stopwatch.GetTimestamp();
            await _client.CreateAsync(OwnNode, _data, CreateMode.Ephemeral);
            creates[i] = MicrosecondsSince(began);
            began = Stopwatch.GetTimestamp();
            await _client.DeleteAsync(OwnNode);
            deletes[i] = MicrosecondsSince(began);
        }

        figures["create-delete-allocated"] = (double)(GC.GetTotalAllocatedBytes(precise: true) - allocated) / Creates;
        AddPercentiles(figures, "create", creates);
        AddPercentiles(figures, "delete", deletes);
    }

    private static double MicrosecondsSince(long began) => Stopwatch.GetElapsedTime(began).TotalSeconds * Microseconds;

    private static void AddPercentiles(Dictionary<string, double> figures, string name, double[] times)
    {
        Array.Sort(times);
        figures[name + "-p50"] = times[times.Length / 2];
        figures[name + "-p99"] = times[times.Length * 99 / 100];
    }
}

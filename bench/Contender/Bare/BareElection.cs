using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Contender.Bare;

/// <summary>
/// No election, but nodes that pass a role on in a fixed order, each a session of our client. As <see cref="HandoverKey"/> they send just the requests of a handover: a check of the next one's node, the
/// deletion of its own and the record in a transaction; the other's watch, and its read. What takes longer in an election that hands over like this is the election's own doing. As <see cref="WatchKey"/> it is a
/// delete and the watch.
/// </summary>
internal sealed class BareElection(ContenderSettings settings, EventWriter events)
{
    /// <summary>What the line protocol calls it with the requests of a handover.</summary>
    public const string HandoverKey = "bare-handover";

    /// <summary>What the line protocol calls it with no more than a delete and a watch.</summary>
    public const string WatchKey = "bare-watch";

    private readonly byte[] _record = new byte[BarePaths.RecordLength];
    private readonly List<BareNode> _queue = [];

    /// <summary>Obeys commands, one after the other, until there are no more.</summary>
    public async Task RunAsync()
    {
        var nodes = new Dictionary<string, BareNode>(StringComparer.Ordinal);
        for (var i = 0; i < settings.Count; i++)
        {
            var id = FormattableString.Invariant($"{settings.Prefix}{i}");
            nodes.Add(id, await BareNode.ConnectAsync(settings, id));
        }

        events.Write($"{settings.Prefix} READY");
        while (await Console.In.ReadLineAsync() is { } line)
        {
            if (line.Split(' ') is [var command, var id])
            {
                await (command == "join" ? JoinAsync(nodes[id]) : LeaveAsync(nodes[id]));
            }
        }
    }

    private async Task JoinAsync(BareNode node)
    {
        events.Write($"{node.Id} JOINING");
        await node.CreateAsync();
        _queue.Add(node);
        switch (_queue.Count)
        {
            case 1:
                events.Write($"{node.Id} LEADER");
                break;
            case 2:
                await StandBehindAsync(_queue[0], node);
                break;
        }
    }

    private async Task LeaveAsync(BareNode node)
    {
        var next = _queue[1];
        events.Write($"{node.Id} LEAVING");
        var started = next.Started;
        if (settings.Library == WatchKey)
        {
            await node.Client.DeleteAsync(node.Path);
        }
        else
        {
            await node.Client.MultiAsync(
                [ZooKeeperOperation.Check(next.Path), ZooKeeperOperation.Delete(node.Path), ZooKeeperOperation.SetData(settings.Group, _record)]);
        }

        events.Write($"{node.Id} LEFT");
        await started;
        _queue.RemoveAt(0);
        if (_queue.Count > 1)
        {
            await StandBehindAsync(_queue[0], _queue[1]);
        }
    }

    private async Task StandBehindAsync(BareNode leader, BareNode next)
    {
        var watched = await next.Client.WatchDataAsync(leader.Path);
        next.Started = StartAsync();

        async Task StartAsync()
        {
            await watched.Changed;
            if (settings.Library == HandoverKey)
            {
                await next.Client.GetDataAsync(settings.Group);
            }

            events.Write($"{next.Id} LEADER");
        }
    }

    /// <summary>One of them.</summary>
    private sealed class BareNode(ContenderSettings settings, string id, ZooKeeperClient client)
    {
        public string Id => id;

        public ZooKeeperClient Client => client;

        public string Path { get; private set; } = "";

        /// <summary>Completes when it has taken the role over.</summary>
        public Task Started { get; set; } = Task.CompletedTask;

        public static async Task<BareNode> ConnectAsync(ContenderSettings settings, string id)
        {
            var client = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = settings.Servers, SessionTimeout = settings.SessionTimeout });
            await client.ConnectAsync();
            return new BareNode(settings, id, client);
        }

        public async Task CreateAsync()
        {
            await BarePaths.CreateAsync(client, settings.Group);
            var created = await client.CreateAsync($"{settings.Group}/n-", ReadOnlyMemory<byte>.Empty, CreateMode.EphemeralSequential);
            Path = created.Path;
        }
    }
}

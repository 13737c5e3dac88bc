using LeaderHosting.Conformance.Wire;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>What the behaviours have in common: connections that are closed after the test, and a node of the test's own to work below.</summary>
public abstract class ServerBehaviours(IServerUnderTest server) : IAsyncLifetime
{
    private readonly List<WireClient> _clients = [];

    /// <summary>The server.</summary>
    protected IServerUnderTest Server { get; } = server;

    /// <summary>A client that stays connected through the test.</summary>
    protected WireClient Client { get; private set; } = null!;

    /// <summary>An empty node that no other test knows.</summary>
    protected string Root { get; private set; } = null!;

    protected TimeSpan LongestTimeout => Server.TickTime * 20;

    protected TimeSpan ShortestTimeout => Server.TickTime * 2;

    public virtual async Task InitializeAsync()
    {
        Client = await ConnectAsync();
        Root = $"/{GetType().Name}-{Guid.NewGuid():N}";
        (await Client.CreateAsync(Root)).Ok();
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }
    }

    /// <summary>Connects another client, with a new session or an old one.</summary>
    protected async Task<WireClient> ConnectAsync(ConnectReply? resume = null, TimeSpan? timeout = null, long lastZxid = 0)
    {
        var client = await WireClient.ConnectAsync(Server.EndPoint, timeout ?? LongestTimeout, resume, lastZxid);
        _clients.Add(client);
        return client;
    }

    /// <summary>Creates a node below <see cref="Root"/>.</summary>
    protected async Task<string> CreateAsync(string name, ZooKeeper.CreateMode mode = ZooKeeper.CreateMode.Persistent, byte[]? data = null) =>
        (await Client.CreateAsync($"{Root}/{name}", data, mode)).Ok().String()!;
}

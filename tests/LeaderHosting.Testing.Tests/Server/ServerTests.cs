using System.Net;
using LeaderHosting.Conformance.Wire;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Tests;

/// <summary>A server on a clock that only the test moves, and clients of it.</summary>
public abstract class ServerTests : IAsyncLifetime
{
    protected static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(500);

    private readonly List<WireClient> _clients = [];

    protected ManualTimeProvider Clock { get; } = new();

    protected ZooKeeperTestServer Server { get; private set; } = null!;

    protected virtual ZooKeeperTestServerOptions Options => new() { TickTime = Tick, TimeProvider = Clock };

    public async Task InitializeAsync() => Server = await ZooKeeperTestServer.StartAsync(Options);

    public async Task DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
        }

        await Server.DisposeAsync();
    }

    protected async Task<WireClient> ConnectAsync(ConnectReply? resume = null, TimeSpan? timeout = null)
    {
        var client = await WireClient.ConnectAsync(Server.EndPoint, timeout ?? Tick * 4, resume);
        _clients.Add(client);
        return client;
    }

    /// <summary>Resumes a session that must have ended.</summary>
    protected async Task AssertExpiredAsync(WireClient client) => Assert.Equal(0, (await ConnectAsync(resume: client.Session)).Session.SessionId);

    /// <summary>Waits for something that the server does without the clock.</summary>
    protected static Task WaitForAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what);
}

using System.Threading.Channels;
using LeaderHosting.Coordination;
using LeaderHosting.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeaderHosting.ZooKeeperNetEx.Tests;

/// <summary>A session of a test, its events as they come, and what it takes to make another.</summary>
internal sealed class NetExSessionFixture : IAsyncDisposable
{
    private readonly Channel<CoordinationSessionEvent> _events = Channel.CreateUnbounded<CoordinationSessionEvent>();
    private readonly Task _reading;

    private NetExSessionFixture(string servers, TimeSpan timeout)
    {
        var options = new ZooKeeperLeadershipOptions { ConnectionString = servers, SessionTimeout = timeout };
        Session = new NetExSessionFactory(options, NullLoggerFactory.Instance, TimeProvider.System).Create();
        _reading = ReadAsync();
    }

    public ICoordinationSession Session { get; }

    /// <summary>Makes a session and waits until it is connected.</summary>
    public static async Task<NetExSessionFixture> ConnectAsync(string servers, TimeSpan timeout)
    {
        var fixture = new NetExSessionFixture(servers, timeout);
        await fixture.NextAsync<CoordinationSessionEvent.Connected>();
        return fixture;
    }

    /// <summary>Waits for the next event, which has to be of this kind.</summary>
    public async Task<T> NextAsync<T>()
        where T : CoordinationSessionEvent =>
        Assert.IsType<T>(await _events.Reader.ReadAsync().AsTask().WaitAsync(Eventually.DefaultTimeout));

    /// <summary>Creates an ephemeral node of the session directly under the root.</summary>
    public Task<string> CreateEphemeralAsync() =>
        Session.CreateAsync($"/netex-{Guid.NewGuid():N}-", ReadOnlyMemory<byte>.Empty, CoordinationNodeKind.EphemeralSequential, default);

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await _reading;
    }

    private async Task ReadAsync()
    {
        await foreach (var change in Session.RunAsync(CancellationToken.None))
        {
            _events.Writer.TryWrite(change);
        }
    }
}

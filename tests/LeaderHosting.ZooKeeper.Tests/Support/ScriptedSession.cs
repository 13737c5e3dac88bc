using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>A client on a scripted network and a clock that the test moves.</summary>
internal sealed class ScriptedSession : IAsyncDisposable
{
    public ScriptedSession(Action<ZooKeeperClientOptions>? configure = null, Random? random = null)
    {
        var options = new ZooKeeperClientOptions { ConnectionString = "a:1", SessionTimeout = TimeSpan.FromSeconds(9) };
        configure?.Invoke(options);
        Client = new ZooKeeperClient(options, Logs, Time, Network, random ?? new Random(1), Meters);
    }

    public ScriptedNetwork Network { get; } = new();

    public TestMeterFactory Meters { get; } = new();

    public ManualTimeProvider Time { get; } = new();

    public TestLogs Logs { get; } = new();

    public ZooKeeperClient Client { get; }

    /// <summary>Starts the client and grants it a session.</summary>
    public async Task<ScriptedConnection> ConnectAsync()
    {
        var connecting = Client.ConnectAsync();
        var connection = await Network.AcceptSessionAsync();
        await connecting.WaitAsync(Eventually.DefaultTimeout);
        return connection;
    }

    /// <summary>Waits for a state.</summary>
    public Task WaitForAsync(SessionState state) =>
        Eventually.TrueAsync(() => Client.State == state, $"the state {state}", lastSeen: () => Client.State.ToString());

    /// <summary>Waits until this many attempts to connect were fruitless and the client pauses. A pause is never longer than a second;
    /// the time-out of an attempt, the other timer there can be, is longer in these tests.</summary>
    public Task WaitForPauseAsync(int attempts) => Eventually.TrueAsync(
        () => Network.Attempts.Count == attempts && Time.NextDue <= TimeSpan.FromSeconds(1),
        $"a pause after {attempts} attempts",
        lastSeen: () => $"{Network.Attempts.Count} attempts, next timer {Time.NextDue}");

    /// <summary>Asks for something and answers it: proof that the client and the server still understand each other.</summary>
    public async Task RoundTripAsync(ScriptedConnection server, long zxid)
    {
        var getting = Client.GetDataAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        await server.ReplyAsync(request.Xid, new GetDataResponse([1], default), zxid);
        Assert.Equal([1], (await getting.SoonAsync()).Data);
    }

    /// <summary>Closes the client without waiting for a server that will not answer.</summary>
    public async ValueTask DisposeAsync()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Client.CloseAsync(cancelled.Token).WaitAsync(Eventually.DefaultTimeout);
        Meters.Dispose();
    }
}

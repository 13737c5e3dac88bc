using System.Globalization;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests.Interop;

/// <summary>On the test server: that other clients work on it, and that its faults are faults to them.</summary>
public sealed class TestServerOtherClientsTests(ITestOutputHelper output) : OtherClientsTests(output), IAsyncLifetime
{
    private ZooKeeperTestServer _server = null!;

    protected override string ConnectionString => _server.ConnectionString;

    public async Task InitializeAsync() => _server = await ZooKeeperTestServer.StartAsync(new ZooKeeperTestServerOptions
    {
        TickTime = TimeSpan.FromMilliseconds(500),
        EnableTtlNodes = true,
    });

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public Task Kazoo_sees_a_cut_connection_and_an_expired_session() =>
        BreakAsync(OtherClients.StartKazoo("kazoo_reconnect.py", ConnectionString), "kazoo: all held");

    [Fact]
    public Task Curators_latch_sees_a_cut_connection_and_an_expired_session() =>
        BreakAsync(OtherClients.StartCurator("CuratorReconnect.java", ConnectionString), "curator: all held");

    private async Task BreakAsync(ChildProcess process, string lastLine)
    {
        await using (process)
        {
            var told = await process.WaitForLineAsync(static line => line.StartsWith("session 0x", StringComparison.Ordinal), "its session", timeout: TimeSpan.FromMinutes(1));
            var session = long.Parse(told["session 0x".Length..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
            await process.WaitForLineAsync(static line => line == "ready", "that it is ready");

            Assert.Equal(1, _server.Faults.DropConnections(session));
            await process.WaitForLineAsync(static line => line == "reconnected", "that it has reconnected");
            Assert.True(_server.Faults.ExpireSession(session));

            Assert.Equal(0, await process.WaitForExitAsync());
            Assert.Equal(lastLine, process.Output.Lines[^1]);
        }
    }
}

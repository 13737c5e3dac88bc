using System.Diagnostics;
using System.Net.Sockets;
using LeaderHosting.TestKit;
using Xunit.Abstractions;

namespace LeaderHosting.IntegrationTests;

/// <summary>The test kit's standalone server, each test on its own.</summary>
public sealed class ZooKeeperServerTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Starts_and_answers_administrative_commands()
    {
        var stopwatch = Stopwatch.StartNew();
        await using var server = await ZooKeeperServer.StartAsync();
        output.WriteLine($"Started in {stopwatch.ElapsedMilliseconds} ms.");

        Assert.Equal("imok", await server.FourLetterAsync("ruok"));
        Assert.Contains("zk_server_state\tstandalone", await server.FourLetterAsync("mntr"), StringComparison.Ordinal);
        Assert.Equal(ZooKeeperMode.Standalone, await server.ModeAsync());
        Assert.Contains($"clientPort={server.Port}", await server.FourLetterAsync("conf"), StringComparison.Ordinal);
        Assert.Contains(server.Log, static line => line.Contains("tickTime", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Settings_reach_the_server()
    {
        await using var server = await ZooKeeperServer.StartAsync(new ZooKeeperSettings
        {
            TickTime = TimeSpan.FromMilliseconds(300),
            Extra = new Dictionary<string, string>(StringComparer.Ordinal) { ["maxSessionTimeout"] = "7000" },
        });

        var configuration = await server.FourLetterAsync("conf");

        Assert.Contains("tickTime=300\n", configuration, StringComparison.Ordinal);
        Assert.Contains("maxSessionTimeout=7000\n", configuration, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_and_starts_again_on_the_same_port()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var firstProcess = server.ProcessId;

        await server.StopAsync();
        Assert.False(server.IsRunning);
        await Assert.ThrowsAnyAsync<SocketException>(() => server.FourLetterAsync("ruok"));

        await server.RestartAsync();
        Assert.Equal("imok", await server.FourLetterAsync("ruok"));
        Assert.NotEqual(firstProcess, server.ProcessId);

        await server.KillAsync();
        Assert.False(server.IsRunning);
        Assert.Equal(ZooKeeperMode.NotServing, await server.ModeAsync());

        await server.RestartAsync(keepData: false);
        Assert.Equal(ZooKeeperMode.Standalone, await server.ModeAsync());
    }

    [Fact]
    public async Task A_paused_server_answers_when_resumed()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await server.PauseAsync();

        var answer = server.FourLetterAsync("ruok");
        Assert.Equal(ZooKeeperMode.NotServing, await FourLetterWord.ModeAsync(server.Port, TimeSpan.FromMilliseconds(200)));
        Assert.False(answer.IsCompleted);

        server.Resume();
        Assert.Equal("imok", await answer);
    }

    [Fact]
    public async Task A_failed_start_shows_the_log()
    {
        var settings = new ZooKeeperSettings
        {
            Extra = new Dictionary<string, string>(StringComparer.Ordinal) { ["tickTime"] = "often" },
        };

        var exception = await Assert.ThrowsAsync<ZooKeeperStartException>(() => ZooKeeperServer.StartAsync(settings));

        Assert.Contains("ended with exit code", exception.Message, StringComparison.Ordinal);
        Assert.Contains("often", exception.Message, StringComparison.Ordinal);
        Assert.False(exception.PortWasTaken);
    }

    [Fact]
    public async Task A_taken_port_is_told_apart_from_other_failures()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await server.StopAsync();
        using var intruder = new TcpListener(System.Net.IPAddress.Loopback, server.Port);
        intruder.Start();

        var exception = await Assert.ThrowsAsync<ZooKeeperStartException>(() => server.StartAgainAsync());

        Assert.True(exception.PortWasTaken, exception.Message);
    }

    [Fact]
    public async Task Disposing_ends_the_process_and_removes_its_folder()
    {
        var server = await ZooKeeperServer.StartAsync();
        var configuration = await server.FourLetterAsync("conf");
        var data = configuration.Split('\n').Single(static line => line.StartsWith("dataDir=", StringComparison.Ordinal))["dataDir=".Length..];
        Assert.True(Directory.Exists(data));
        var process = Process.GetProcessById(server.ProcessId);

        await server.DisposeAsync();

        Assert.True(process.HasExited);
        Assert.False(Directory.Exists(Path.GetDirectoryName(Path.GetDirectoryName(data))));
    }
}

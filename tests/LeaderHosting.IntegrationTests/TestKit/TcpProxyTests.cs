using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests;

/// <summary>The test kit's proxy in front of a real server.</summary>
public sealed class TcpProxyTests
{
    [Fact]
    public async Task A_black_hole_holds_the_question_until_it_heals()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var proxy = TcpProxy.Start(server.Port);
        using var limit = new CancellationTokenSource(Eventually.DefaultTimeout);
        Assert.Equal("imok", await FourLetterWord.SendAsync(proxy.Port, "ruok", limit.Token));

        proxy.BlackHole();
        var answer = FourLetterWord.SendAsync(proxy.Port, "ruok", limit.Token);
        await Eventually.TrueAsync(() => proxy.AcceptedCount == 2, "the proxy to accept the connection");
        Assert.Equal("imok", await server.FourLetterAsync("ruok"));
        Assert.Equal(4, proxy.BytesToServer);
        Assert.False(answer.IsCompleted);

        proxy.Heal();
        Assert.Equal("imok", await answer);
    }

    [Fact]
    public async Task Carries_on_when_the_server_behind_it_is_back()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var proxy = TcpProxy.Start(server.Port);

        await server.KillAsync();
        Assert.Equal(ZooKeeperMode.NotServing, await FourLetterWord.ModeAsync(proxy.Port, Eventually.DefaultTimeout));

        await server.StartAgainAsync();
        Assert.Equal(ZooKeeperMode.Standalone, await FourLetterWord.ModeAsync(proxy.Port, Eventually.DefaultTimeout));
    }
}

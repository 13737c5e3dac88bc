using LeaderHosting.TestKit;

namespace LeaderHosting.IntegrationTests;

[Collection(ZooKeeperServerCollection.Name)]
public sealed class ZooKeeperServerFixtureTests(ZooKeeperServerFixture fixture)
{
    [Fact]
    public async Task The_shared_server_serves()
    {
        var port = int.Parse(fixture.ConnectionString.Split(':')[1]);

        Assert.Equal(ZooKeeperMode.Standalone, await FourLetterWord.ModeAsync(port, Eventually.DefaultTimeout));
        Assert.NotEqual(ZooKeeperServerFixture.UniquePath("election"), ZooKeeperServerFixture.UniquePath("election"));
    }
}

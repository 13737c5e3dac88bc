namespace LeaderHosting.TestKit.Tests;

public sealed class ZooKeeperSettingsTests
{
    [Fact]
    public void Defaults_and_extras_make_one_line_each()
    {
        var settings = new ZooKeeperSettings
        {
            TickTime = TimeSpan.FromMilliseconds(250),
            Extra = new Dictionary<string, string>(StringComparer.Ordinal) { ["forceSync"] = "yes", ["minSessionTimeout"] = "100" },
        };

        var lines = settings.ToConfigLines("/data", 1234).ToList();

        Assert.Contains("tickTime=250", lines);
        Assert.Contains("dataDir=/data", lines);
        Assert.Contains("clientPort=1234", lines);
        Assert.Contains("minSessionTimeout=100", lines);
        Assert.Equal("forceSync=yes", Assert.Single(lines, static line => line.StartsWith("forceSync", StringComparison.Ordinal)));
    }
}

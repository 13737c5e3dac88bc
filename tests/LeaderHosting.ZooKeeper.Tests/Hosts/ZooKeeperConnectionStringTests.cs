namespace LeaderHosting.ZooKeeper.Tests.Hosts;

public sealed class ZooKeeperConnectionStringTests
{
    [Theory]
    [InlineData("zk1", "zk1:2181", null)]
    [InlineData("zk1:2182", "zk1:2182", null)]
    [InlineData(" zk1:1 , zk2 ", "zk1:1,zk2:2181", null)]
    [InlineData("10.0.0.1:65535", "10.0.0.1:65535", null)]
    [InlineData("my_host.internal:2181", "my_host.internal:2181", null)]
    [InlineData("[::1]", "[::1]:2181", null)]
    [InlineData("[2001:db8::2]:2183,zk2", "[2001:db8::2]:2183,zk2:2181", null)]
    [InlineData("zk1/", "zk1:2181", null)]
    [InlineData("zk1,zk2/app", "zk1:2181,zk2:2181", "/app")]
    [InlineData("zk1:2181/app/one", "zk1:2181", "/app/one")]
    [InlineData("[::1]:2181/app", "[::1]:2181", "/app")]
    [InlineData("zk1,zk1:2181,zk2", "zk1:2181,zk2:2181", null)]
    public void Reads(string text, string hosts, string? chroot)
    {
        var parsed = ZooKeeperConnectionString.Parse(text);
        Assert.Equal(hosts, string.Join(',', parsed.Hosts));
        Assert.Equal(chroot, parsed.Chroot);
        Assert.Equal(hosts + chroot, parsed.ToString());
    }

    [Theory]
    [InlineData(null, "empty")]
    [InlineData("", "empty")]
    [InlineData("  ", "empty")]
    [InlineData(",zk1", "A host is missing")]
    [InlineData("zk1,,zk2", "A host is missing")]
    [InlineData("zk1,", "A host is missing")]
    [InlineData("/app", "A host is missing")]
    [InlineData("zk1:", "'' is no port")]
    [InlineData("zk1:0", "'0' is no port")]
    [InlineData("zk1:65536", "'65536' is no port")]
    [InlineData("zk1:-1", "'-1' is no port")]
    [InlineData("zk1:http", "'http' is no port")]
    [InlineData("zk1;zk2", "separated by commas")]
    [InlineData("zk1 zk2", "separated by commas")]
    [InlineData(":2181", "'' is no host name")]
    [InlineData("::1", "must stand in brackets")]
    [InlineData("zk1:2181:2182", "must stand in brackets")]
    [InlineData("[::1", "brackets hold an IPv6 address")]
    [InlineData("[zk1]:2181", "brackets hold an IPv6 address")]
    [InlineData("[127.0.0.1]:2181", "brackets hold an IPv6 address")]
    [InlineData("[::1]2181", "after the brackets comes ':'")]
    [InlineData("[::1]:", "after the brackets comes ':'")]
    [InlineData("zk1/app,zk2:2181/app", "The chroot comes once, after the last host")]
    [InlineData("zk1/app/", "must not end with '/'")]
    [InlineData("zk1//app", "is empty")]
    [InlineData("zk1/../app", "relative names")]
    public void Says_what_is_wrong(string? text, string part)
    {
        Assert.False(ZooKeeperConnectionString.TryParse(text, out var parsed, out var error));
        Assert.Null(parsed);
        Assert.Contains(part, error, StringComparison.Ordinal);
        Assert.Contains("'", error, StringComparison.Ordinal);
        Assert.Equal(error, Assert.Throws<FormatException>(() => ZooKeeperConnectionString.Parse(text!)).Message);
    }
}

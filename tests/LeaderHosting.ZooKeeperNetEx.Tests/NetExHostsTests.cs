using LeaderHosting.ZooKeeper;

namespace LeaderHosting.ZooKeeperNetEx.Tests;

public sealed class NetExHostsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 3)]
    [InlineData(5, 5)]
    public void The_client_is_given_an_odd_number_of_servers_and_over_time_all_of_them(int servers, int given)
    {
        var names = Enumerable.Range(1, servers).Select(static i => $"zk{i}:2181").ToList();
        var hosts = new NetExHosts(ZooKeeperConnectionString.Parse(string.Join(',', names) + "/app"), new Random(1));

        var attempts = Enumerable.Range(0, servers).Select(_ => ZooKeeperConnectionString.Parse(hosts.Next())).ToList();

        Assert.All(attempts, attempt => Assert.Equal((given, "/app"), (attempt.Hosts.Count, attempt.Chroot)));
        Assert.All(names, name => Assert.Equal(given, attempts.Count(attempt => attempt.Hosts.Any(host => host.ToString() == name))));
        Assert.Equal(servers, attempts.Select(static attempt => attempt.Hosts[0]).Distinct().Count());
    }
}

namespace LeaderHosting.ZooKeeper.Tests.Nodes;

public sealed class ZooKeeperPathTests
{
    [Theory]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("/a/b")]
    [InlineData("/a b/ü/日本")]
    [InlineData("/.a")]
    [InlineData("/a.")]
    [InlineData("/..a")]
    [InlineData("/a..b")]
    [InlineData("/...")]
    [InlineData("/_c_0-latch-0000000001")]
    public void Accepts(string path) => Assert.Null(ZooKeeperPath.FindFault(path));

    [Theory]
    [InlineData("", "it is empty")]
    [InlineData("a", "must start with '/'")]
    [InlineData("/a/", "must not end with '/'")]
    [InlineData("//", "must not end with '/'")]
    [InlineData("//a", "character 1 is empty")]
    [InlineData("/a//b", "character 3 is empty")]
    [InlineData("/.", "'.'")]
    [InlineData("/..", "'..'")]
    [InlineData("/a/./b", "'.'")]
    [InlineData("/a/../b", "'..'")]
    [InlineData("/a\0b", "U+0000 at position 2")]
    [InlineData("/a\u001f", "U+001F")]
    [InlineData("/\u007f", "U+007F")]
    [InlineData("/\u009f", "U+009F")]
    [InlineData("/\ue000", "U+E000")]
    [InlineData("/\ufff0", "U+FFF0")]
    public void Refuses(string path, string part)
    {
        Assert.Contains(part, ZooKeeperPath.FindFault(path), StringComparison.Ordinal);
        var exception = Assert.Throws<ArgumentException>(() => ZooKeeperPath.Validate(path));
        Assert.Equal("path", exception.ParamName);
    }

    [Fact]
    public void Refuses_surrogates() => Assert.Contains("U+D83D", ZooKeeperPath.FindFault("/\U0001F600"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/a/")]
    [InlineData("/")]
    [InlineData("/a/.")]
    [InlineData("/a/..")]
    public void A_sequential_node_may_be_only_its_number_or_a_name_before_it(string path) =>
        Assert.Null(ZooKeeperPath.FindFault(path, sequential: true));

    [Theory]
    [InlineData("/a//")]
    [InlineData("/../a-")]
    public void A_sequential_path_is_checked_as_well(string path) => Assert.NotNull(ZooKeeperPath.FindFault(path, sequential: true));

    [Theory]
    [InlineData("/", "/app")]
    [InlineData("/a", "/app/a")]
    [InlineData("/a/b", "/app/a/b")]
    public void A_chroot_is_put_in_front_and_taken_off(string client, string server)
    {
        var chroot = new Chroot("/app");
        Assert.Equal(server, chroot.ToServer(client));
        Assert.Equal(client, chroot.ToClient(server));
    }

    [Fact]
    public void A_path_outside_the_chroot_is_left_alone()
    {
        var chroot = new Chroot("/app");
        Assert.Equal("/application", chroot.ToClient("/application"));
        Assert.Equal("/other", chroot.ToClient("/other"));
    }

    [Fact]
    public void A_sequential_child_of_the_root_stays_below_the_chroot() =>
        Assert.Equal("/app/", new Chroot("/app").ToServer("/", sequential: true));

    [Fact]
    public void Without_a_chroot_paths_are_not_copied()
    {
        const string Path = "/a";
        Assert.Same(Path, new Chroot(null).ToServer(Path));
        Assert.Same(Path, new Chroot(null).ToClient(Path));
    }
}

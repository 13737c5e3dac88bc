namespace LeaderHosting.ZooKeeper.Tests.Nodes;

public sealed class DigestAuthTests
{
    [Fact]
    public void The_id_is_the_one_servers_make() =>
        Assert.Equal("super:xQJmxLMiHGwaqBvst5y6rkB6HQs=", DigestAuth.CreateId("super", "admin"));

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    public void A_user_name_with_a_colon_or_none_is_refused(string user) =>
        Assert.Throws<ArgumentException>(() => DigestAuth.CreateAuthInfo(user, "x"));

    [Fact]
    public void Credentials_do_not_show_the_secret() =>
        Assert.Equal("digest:***", DigestAuth.CreateAuthInfo("bob", "hunter2").ToString());
}

using LeaderHosting.Conformance.Wire;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Behaviours;

/// <summary>Access control lists, and the ways to show who one is.</summary>
public abstract class AclBehaviours(IServerUnderTest server) : ServerBehaviours(server)
{
    /// <summary>base64(SHA1("bob:secret")), from <c>openssl sha1 -binary | base64</c>.</summary>
    private const string BobDigest = "bob:fyVmFCwVbTJYrznoSu1koqYEYF0=";

    private static readonly Acl[] ForCreator = [new(AclPermissions.All, "auth", "")];

    private string Node => Root + "/a";

    [Fact]
    public async Task An_open_node_is_open()
    {
        var body = (await Client.GetAclAsync(Root)).Ok();

        Assert.Equal([new Acl(AclPermissions.All, "world", "anyone")], body.Acls());
        Assert.Equal(await Client.StatAsync(Root), body.Stat());
    }

    [Fact]
    public async Task Auth_is_replaced_by_the_digest_of_who_created_the_node()
    {
        var bob = await ConnectBobAsync();
        (await bob.CreateAsync(Node, acl: ForCreator)).Ok();

        Assert.Equal([new Acl(AclPermissions.All, "digest", BobDigest)], (await bob.GetAclAsync(Node)).Ok().Acls());
    }

    [Fact]
    public async Task Who_is_not_on_the_list_may_do_nothing()
    {
        var bob = await ConnectBobAsync();
        (await bob.CreateAsync(Node, acl: ForCreator)).Ok();

        (await Client.GetDataAsync(Node)).Fails(ZooKeeperErrorCode.NoAuth);
        (await Client.GetChildrenAsync(Node)).Fails(ZooKeeperErrorCode.NoAuth);
        (await Client.GetAclAsync(Node)).Fails(ZooKeeperErrorCode.NoAuth);
        (await Client.SetDataAsync(Node)).Fails(ZooKeeperErrorCode.NoAuth);
        (await Client.SetAclAsync(Node, [new Acl(AclPermissions.All, "world", "anyone")])).Fails(ZooKeeperErrorCode.NoAuth);
        (await Client.CreateAsync(Node + "/b")).Fails(ZooKeeperErrorCode.NoAuth);
        Assert.Equal(
            [new WireResult(Op.Error, ZooKeeperErrorCode.NoAuth)], WireResult.ReadAll((await Client.MultiAsync(WireOperation.Check(Node, 0))).Ok()));

        // Deleting is a matter of the parent's list, and of the parent's alone.
        (await bob.CreateAsync(Node + "/b", acl: [new Acl(AclPermissions.All, "world", "anyone")])).Ok();
        (await Client.DeleteAsync(Node + "/b")).Fails(ZooKeeperErrorCode.NoAuth);
        (await bob.DeleteAsync(Node + "/b")).Ok();
        (await Client.DeleteAsync(Node)).Ok();
    }

    [Fact]
    public async Task Each_permission_allows_what_it_says()
    {
        (await Client.CreateAsync(Node, acl: [new Acl(AclPermissions.Read | AclPermissions.Create, "world", "anyone")])).Ok();

        (await Client.GetDataAsync(Node)).Ok();
        (await Client.CreateAsync(Node + "/b")).Ok();
        (await Client.SetDataAsync(Node)).Fails(ZooKeeperErrorCode.NoAuth);
        (await Client.DeleteAsync(Node + "/b")).Fails(ZooKeeperErrorCode.NoAuth);
        (await Client.SetAclAsync(Node, [new Acl(AclPermissions.All, "world", "anyone")])).Fails(ZooKeeperErrorCode.NoAuth);
    }

    [Fact]
    public async Task A_reader_who_is_not_an_administrator_sees_no_digests()
    {
        var bob = await ConnectBobAsync();
        (await bob.CreateAsync(Node, acl: [new Acl(AclPermissions.All, "digest", BobDigest), new Acl(AclPermissions.Read, "world", "anyone")])).Ok();

        Assert.Equal("bob:x", (await Client.GetAclAsync(Node)).Ok().Acls()[0].Id);
        Assert.Equal(BobDigest, (await bob.GetAclAsync(Node)).Ok().Acls()[0].Id);
    }

    [Fact]
    public async Task Setting_a_list_counts_its_own_version()
    {
        var list = new[] { new Acl(AclPermissions.All, "world", "anyone") };
        var before = await Client.StatAsync(Root);

        var stat = (await Client.SetAclAsync(Root, list, version: 0)).Ok().Stat();

        Assert.Equal(before with { Aversion = 1 }, stat);
        (await Client.SetAclAsync(Root, list, version: 0)).Fails(ZooKeeperErrorCode.BadVersion);
        (await Client.SetAclAsync(Root, list)).Ok();
        Assert.Equal(2, (await Client.StatAsync(Root)).Aversion);
    }

    [Fact]
    public async Task Addresses_are_matched_by_network()
    {
        (await Client.CreateAsync(Root + "/here", acl: [new Acl(AclPermissions.All, "ip", "127.0.0.0/8")])).Ok();
        (await Client.CreateAsync(Root + "/there", acl: [new Acl(AclPermissions.All, "ip", "10.0.0.0/8")])).Ok();

        (await Client.GetDataAsync(Root + "/here")).Ok();
        (await Client.GetDataAsync(Root + "/there")).Fails(ZooKeeperErrorCode.NoAuth);
    }

    [Theory]
    [InlineData("world", "someone")]
    [InlineData("digest", "bob")]
    [InlineData("digest", "bob:x:y")]
    [InlineData("ip", "localhost")]
    [InlineData("ip", "127.0.0.1/33")]
    [InlineData("ip", "127.0.0")]
    [InlineData("auth", "")]
    [InlineData("nonsense", "x")]
    public async Task Malformed_entries_are_refused(string scheme, string id)
    {
        (await Client.CreateAsync(Node, acl: [new Acl(AclPermissions.All, scheme, id)])).Fails(ZooKeeperErrorCode.InvalidAcl);
        (await Client.SetAclAsync(Root, [new Acl(AclPermissions.All, scheme, id)])).Fails(ZooKeeperErrorCode.InvalidAcl);
    }

    [Fact]
    public async Task An_empty_list_is_refused_before_anything_else()
    {
        (await Client.CreateAsync(Root + "/none/a", acl: [])).Fails(ZooKeeperErrorCode.InvalidAcl);
        (await Client.SetAclAsync(Root + "/none", [])).Fails(ZooKeeperErrorCode.InvalidAcl);
    }

    [Fact]
    public async Task Credentials_belong_to_the_connection()
    {
        var bob = await ConnectBobAsync();
        (await bob.CreateAsync(Node, acl: ForCreator)).Ok();

        var resumed = await ConnectAsync(resume: bob.Session);

        (await resumed.GetDataAsync(Node)).Fails(ZooKeeperErrorCode.NoAuth);
        (await resumed.AuthAsync("digest", "bob:secret")).Ok();
        (await resumed.GetDataAsync(Node)).Ok();
    }

    [Fact]
    public async Task An_unknown_scheme_costs_the_connection()
    {
        var other = await ConnectAsync();

        (await other.AuthAsync("nonsense", "x")).Fails(ZooKeeperErrorCode.AuthFailed);

        await other.ExpectEndAsync();
    }

    [Fact]
    public async Task The_server_tells_who_one_is()
    {
        var bob = await ConnectBobAsync();

        var body = (await bob.RequestAsync(Op.WhoAmI)).Ok();

        Assert.Equal(2, body.Int());
        var identities = new[] { (body.String(), body.String()), (body.String(), body.String()) };
        Assert.Contains(("ip", "127.0.0.1"), identities);
        Assert.Contains(("digest", "bob"), identities);
    }

    [Fact]
    public async Task Who_may_not_read_a_node_is_not_told_of_its_changes()
    {
        var bob = await ConnectBobAsync();
        (await Client.AddWatchAsync(Root, recursive: true)).Ok();

        (await bob.CreateAsync(Node, acl: ForCreator)).Ok();
        (await bob.SetDataAsync(Node)).Ok();
        (await bob.CreateAsync(Root + "/open")).Ok();

        Assert.Equal([new WireEvent(WireEventType.Created, Root + "/open")], await Client.EventsAsync());
    }

    private async Task<WireClient> ConnectBobAsync()
    {
        var bob = await ConnectAsync();
        var reply = await bob.AuthAsync("digest", "bob:secret");
        reply.Ok();
        Assert.Equal((-4, 0L), (reply.Xid, reply.Zxid));
        return bob;
    }
}

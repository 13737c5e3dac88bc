using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.IntegrationTests.Client;

/// <summary>Credentials, and the access control lists they open.</summary>
public sealed class IdentityTests
{
    private static readonly ZooKeeperAuthInfo Bob = DigestAuth.CreateAuthInfo("bob", "hunter2");

    [Fact]
    public async Task A_digest_opens_what_is_closed_to_others_also_after_a_lost_connection()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        await using var proxy = TcpProxy.Start(server.Port);
        using var logs = new TestLogs();
        await using var bob = await Clients.ConnectAsync(proxy.ConnectionString, logs: logs, auths: Bob);
        await using var other = await Clients.ConnectAsync(server.ConnectionString);
        Acl[] acl = [DigestAuth.CreateAcl(AclPermissions.All, "bob", "hunter2")];
        await bob.CreateAsync("/hers", "secret"u8.ToArray(), acl: acl);
        await bob.CreateAsync("/own", default, acl: WellKnownAcls.CreatorAll);
        Assert.Equal(acl, (await bob.GetAclAsync("/own")).Acl);
        await Assert.ThrowsAsync<NoAuthException>(async () => await other.GetDataAsync("/hers"));

        proxy.DropConnections();
        await bob.WaitForConnectionAsync(2);
        Assert.Equal("secret"u8.ToArray(), (await bob.GetDataAsync("/hers")).Data);

        await other.AddAuthAsync(Bob).WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal("secret"u8.ToArray(), (await other.GetDataAsync("/hers")).Data);
        Assert.DoesNotContain("hunter2", logs.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scheme_the_server_does_not_know_ends_the_client()
    {
        await using var server = await ZooKeeperServer.StartAsync();
        var unknown = new ZooKeeperAuthInfo("no-such-scheme", "x"u8);
        await using var client = Clients.Create(server.ConnectionString, auths: unknown);
        await Assert.ThrowsAsync<AuthFailedException>(() => client.ConnectAsync().WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(SessionState.AuthFailed, client.State);

        await using var later = await Clients.ConnectAsync(server.ConnectionString);
        await Assert.ThrowsAsync<AuthFailedException>(() => later.AddAuthAsync(unknown).WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(SessionState.AuthFailed, later.State);
    }
}

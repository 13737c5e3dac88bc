using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Sessions;

/// <summary>A mistake of one caller is told to that caller, and costs nobody else the connection or the session.</summary>
public sealed class BadArgumentTests
{
    private static readonly Acl NoId = new(AclPermissions.All, "world", null!);

    /// <summary>Requests that can't be made, each with the parameter at fault.</summary>
    public static TheoryData<string, string, Func<ZooKeeperClient, Task>> Mistakes => new()
    {
        { "no list to set", "acl", client => client.SetAclAsync("/a", null!).AsTask() },
        { "an empty entry to set", "acl", client => client.SetAclAsync("/a", [default]).AsTask() },
        { "an entry without id to set", "acl", client => client.SetAclAsync("/a", [.. WellKnownAcls.OpenUnsafe, NoId]).AsTask() },
        { "an empty entry of a new node", "acl", client => client.CreateAsync("/a", acl: [default]).AsTask() },
        { "an empty entry of a node with a time to live", "acl", client => client.CreateWithTtlAsync("/a", default, TimeSpan.FromDays(1), acl: [default]).AsTask() },
        { "an empty entry in a transaction", "acl", client => client.MultiAsync([ZooKeeperOperation.Create("/a", acl: [default])]).AsTask() },
        { "no transaction", "operations", client => client.MultiAsync(null!).AsTask() },
        { "a hole in a transaction", "operations", client => client.MultiAsync([ZooKeeperOperation.Check("/a"), null!]).AsTask() },
        { "no path", "path", client => client.SetDataAsync(null!, default).AsTask() },
        { "no reads", "reads", client => client.MultiReadAsync(null!).AsTask() },
        { "a hole in several reads", "reads", client => client.MultiReadAsync([ZooKeeperRead.Data("/a"), null!]).AsTask() },
        { "no path in a read", "path", client => client.MultiReadAsync([ZooKeeperRead.Children(null!)]).AsTask() },
        { "no path in a transaction", "path", client => client.MultiAsync([ZooKeeperOperation.Check(null!)]).AsTask() },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task With_a_connection_a_mistake_fails_alone(string mistake, string parameter, Func<ZooKeeperClient, Task> make)
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();

        await AssertRefusedAsync(session, mistake, parameter, make);

        await session.RoundTripAsync(server, zxid: 1);
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task Without_a_connection_a_mistake_fails_alone(string mistake, string parameter, Func<ZooKeeperClient, Task> make)
    {
        await using var session = new ScriptedSession();

        await AssertRefusedAsync(session, mistake, parameter, make);

        await session.RoundTripAsync(await session.ConnectAsync(), zxid: 1);
    }

    /// <summary>The list was well when it was checked; its caller has changed it since.</summary>
    [Fact]
    public async Task A_list_spoiled_while_it_waits_for_a_connection_fails_alone()
    {
        await using var session = new ScriptedSession();
        var before = session.Client.SetDataAsync("/before", default).AsTask();
        Acl[] acl = [.. WellKnownAcls.OpenUnsafe];
        var spoiled = session.Client.SetAclAsync("/spoiled", acl).AsTask();
        var after = session.Client.SetDataAsync("/after", default).AsTask();
        acl[0] = NoId;

        var server = await session.ConnectAsync();

        var failure = await spoiled.ThrowsAsync<MarshallingErrorException>();
        Assert.Equal(("setACL", "/spoiled"), (failure.Operation, failure.Path));
        Assert.NotNull(failure.InnerException);
        await AnswerAsync(server, "/before", before);
        await AnswerAsync(server, "/after", after);
        await session.RoundTripAsync(server, zxid: 1);
    }

    [Fact]
    public async Task A_list_spoiled_while_it_is_written_fails_alone()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();

        var failure = await session.Client.SetAclAsync("/spoiled", new SpoiledAfterCheck()).AsTask().ThrowsAsync<MarshallingErrorException>();

        Assert.IsType<InvalidOperationException>(failure.InnerException);
        await session.RoundTripAsync(server, zxid: 1);
        Assert.Equal(1, session.Client.Connection!.Ordinal);
    }

    [Fact]
    public void An_identity_that_is_missing_is_refused_with_the_options()
    {
        var mistake = Assert.Throws<ArgumentException>(() => new ScriptedSession(options => options.AuthInfos.Add(null!)));
        Assert.Contains("AuthInfos", mistake.Message, StringComparison.Ordinal);
    }

    private static async Task AssertRefusedAsync(ScriptedSession session, string mistake, string parameter, Func<ZooKeeperClient, Task> make)
    {
        var refusal = await Assert.ThrowsAnyAsync<ArgumentException>(() => make(session.Client));
        Assert.True(refusal.ParamName == parameter, $"{mistake}: {refusal.ParamName} was blamed, not {parameter}");
    }

    private static async Task AnswerAsync(ScriptedConnection server, string path, Task request)
    {
        var asked = await server.ReadAsync(OpCode.SetData);
        Assert.Equal(path, asked.Path);
        await server.ReplyAsync(asked.Xid, new SetDataResponse(default));
        await request.SoonAsync();
    }

    /// <summary>A list that can be looked through once: when it is checked.</summary>
    private sealed class SpoiledAfterCheck : IReadOnlyList<Acl>
    {
        private int _looks;

        public int Count => 2;

        public Acl this[int index] => index == 0 || Interlocked.Increment(ref _looks) == 1
            ? WellKnownAcls.OpenUnsafe[0]
            : throw new InvalidOperationException("Spoiled.");

        public IEnumerator<Acl> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }
}

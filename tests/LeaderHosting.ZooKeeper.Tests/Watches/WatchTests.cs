using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests.Watches;

public sealed class WatchTests
{
    private static readonly Stat SomeStat = new() { Version = 3 };

    [Theory]
    [InlineData(WatchEventType.NodeCreated, true, true, false)]
    [InlineData(WatchEventType.NodeDataChanged, true, true, false)]
    [InlineData(WatchEventType.NodeDeleted, true, true, true)]
    [InlineData(WatchEventType.NodeChildrenChanged, false, false, true)]
    public async Task An_event_fires_the_watches_it_concerns_once(WatchEventType type, bool exists, bool data, bool children)
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var watchedExists = await WatchExistsAsync(session, server, "/a");
        using var watchedData = await WatchDataAsync(session, server, "/a");
        using var watchedChildren = await WatchChildrenAsync(session, server, "/a");
        using var other = await WatchDataAsync(session, server, "/b");
        await server.NotifyAsync(type, "/a");
        await session.Logs.WaitForAsync(entry => entry.EventId.Id == 3001, "the event");

        Task<WatchEvent>[] all = [watchedExists.Changed, watchedData.Changed, watchedChildren.Changed, other.Changed];
        bool[] expected = [exists, data, children, false];
        for (var i = 0; i < all.Length; i++)
        {
            if (expected[i])
            {
                Assert.Equal(new WatchEvent(type, "/a"), await all[i].SoonAsync());
            }
            else
            {
                Assert.False(all[i].IsCompleted);
            }
        }

        // What has fired is gone: a second event finds only the rest.
        await server.NotifyAsync(type, "/a");
        await session.Logs.WaitForAsync(entry => entry.Message.Contains(": 0 watches fired", StringComparison.Ordinal), "an event for nobody");
    }

    [Theory]
    [InlineData(WatchEventType.SessionEnded)]
    [InlineData((WatchEventType)7)]
    public async Task An_event_that_is_not_about_a_change_fires_nothing(WatchEventType type)
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var watched = await WatchDataAsync(session, server, "/a");
        await server.NotifyAsync(type, "/a");
        await server.NotifyAsync(WatchEventType.NodeDeleted, "/a");
        Assert.Equal(WatchEventType.NodeDeleted, (await watched.Changed.SoonAsync()).Type);
    }

    [Fact]
    public async Task Everybody_who_watches_a_node_is_told()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var one = await WatchDataAsync(session, server, "/a");
        using var two = await WatchDataAsync(session, server, "/a");
        await server.NotifyAsync(WatchEventType.NodeDataChanged, "/a");
        Assert.Equal(await one.Changed.SoonAsync(), await two.Changed.SoonAsync());
    }

    [Fact]
    public async Task An_event_before_the_answer_is_not_for_the_watch_that_the_answer_sets()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var watching = session.Client.WatchDataAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        await server.NotifyAsync(WatchEventType.NodeDataChanged, "/a");
        await server.ReplyAsync(request.Xid, new GetDataResponse([], default));
        using var watched = await watching.SoonAsync();
        Assert.False(watched.Changed.IsCompleted);
        await server.NotifyAsync(WatchEventType.NodeDeleted, "/a");
        Assert.Equal(WatchEventType.NodeDeleted, (await watched.Changed.SoonAsync()).Type);
    }

    [Fact]
    public async Task Watches_are_set_again_as_what_they_are_and_only_those_that_are_left()
    {
        await using var session = new ScriptedSession(options => options.ConnectionString = "a:1/app");
        var server = await session.ConnectAsync();
        using var present = await WatchExistsAsync(session, server, "/present");
        using var missing = await WatchExistsAsync(session, server, "/missing", ZooKeeperErrorCode.NoNode);
        using var data = await WatchDataAsync(session, server, "/data");
        using var twice = await WatchDataAsync(session, server, "/data");
        using var children = await WatchChildrenAsync(session, server, "/children");
        using var fired = await WatchDataAsync(session, server, "/fired");
        await server.NotifyAsync(WatchEventType.NodeDeleted, "/app/fired");
        Assert.Equal("/fired", (await fired.Changed.SoonAsync()).Path);
        var failed = session.Client.WatchDataAsync("/failed").AsTask();
        await server.ReplyAsync((await server.ReadAsync()).Xid, ZooKeeperErrorCode.NoNode);
        await failed.ThrowsAsync<NoNodeException>();
        (await WatchChildrenAsync(session, server, "/disposed")).Dispose();
        await server.ReadAsync(OpCode.RemoveWatches);
        var lost = session.Client.WatchDataAsync("/lost").AsTask();
        await server.ReadAsync(OpCode.GetData);

        session.Time.Advance(TimeSpan.FromSeconds(1));
        server.Close();
        await lost.ThrowsAsync<ConnectionLossException>();
        var next = await session.Network.AcceptSessionAsync();
        var request = (await next.ReadAsync(OpCode.SetWatches)).As<SetWatchesRequest>();
        Assert.Equal(["/app/data", "/app/present"], request.DataWatches.Order(StringComparer.Ordinal));
        Assert.Equal(["/app/missing"], request.ExistWatches);
        Assert.Equal(["/app/children"], request.ChildWatches);

        await next.NotifyAsync(WatchEventType.NodeCreated, "/app/missing");
        await next.ReplyAsync(SpecialXid.SetWatches);
        Assert.Equal(new WatchEvent(WatchEventType.NodeCreated, "/missing"), await missing.Changed.SoonAsync());
    }

    [Fact]
    public async Task Without_watches_none_are_set_again()
    {
        await using var session = new ScriptedSession();
        var first = await session.ConnectAsync();
        session.Time.Advance(TimeSpan.FromSeconds(1));
        first.Close();
        var second = await session.Network.AcceptSessionAsync();
        await session.WaitForAsync(SessionState.Connected);
        await session.RoundTripAsync(second, zxid: 1);
    }

    [Fact]
    public async Task Very_many_watches_are_set_again_in_several_packets()
    {
        await using var session = new ScriptedSession(options => options.MaxPacketLength = 4096);
        var server = await session.ConnectAsync();
        var expected = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 300; i++)
        {
            var path = $"/a-node-with-a-longer-name-{i}";
            expected.Add(path);
            _ = await WatchDataAsync(session, server, path);
        }

        session.Time.Advance(TimeSpan.FromSeconds(1));
        server.Close();
        var next = await session.Network.AcceptSessionAsync();
        var seen = new List<string>();
        while (seen.Count < expected.Count)
        {
            var request = await next.ReadAsync(OpCode.SetWatches);
            Assert.InRange(request.Body.Length + 8, 1, 4096);
            seen.AddRange(request.As<SetWatchesRequest>().DataWatches);
            await next.ReplyAsync(SpecialXid.SetWatches);
        }

        Assert.Equal(expected.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        await session.RoundTripAsync(next, zxid: 1);
    }

    [Fact]
    public async Task The_server_is_told_to_forget_a_watch_when_nobody_shares_it()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var one = await WatchDataAsync(session, server, "/a");
        var two = await WatchExistsAsync(session, server, "/a");
        var children = await WatchChildrenAsync(session, server, "/a");
        one.Dispose();
        one.Dispose();
        children.Dispose();
        var request = await server.ReadAsync(OpCode.RemoveWatches);
        Assert.Equal(new RemoveWatchesRequest("/a", WatcherType.Children), request.As<RemoveWatchesRequest>());
        await server.ReplyAsync(request.Xid);
        two.Dispose();
        request = await server.ReadAsync(OpCode.RemoveWatches);
        Assert.Equal(new RemoveWatchesRequest("/a", WatcherType.Data), request.As<RemoveWatchesRequest>());
        await server.ReplyAsync(request.Xid, ZooKeeperErrorCode.NoWatcher);

        foreach (var changed in (Task<WatchEvent>[])[one.Changed, two.Changed, children.Changed])
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => changed.SoonAsync());
        }

        await session.RoundTripAsync(server, zxid: 1);
    }

    [Fact]
    public async Task The_server_is_not_told_to_forget_a_watch_that_another_request_is_setting()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var old = await WatchDataAsync(session, server, "/a");
        var watching = session.Client.WatchDataAsync("/a").AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        old.Dispose();
        await server.ReplyAsync(request.Xid, new GetDataResponse([], default));
        using var watched = await watching.SoonAsync();

        // Had a removeWatches been sent, it would come before this.
        await session.RoundTripAsync(server, zxid: 1);
        await server.NotifyAsync(WatchEventType.NodeDataChanged, "/a");
        await watched.Changed.SoonAsync();
    }

    [Fact]
    public async Task A_watch_whose_request_was_cancelled_after_it_was_sent_is_forgotten()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var cancellation = new CancellationTokenSource();
        var watching = session.Client.WatchDataAsync("/a", cancellation.Token).AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => watching.SoonAsync());
        await server.ReplyAsync(request.Xid, new GetDataResponse([], default));
        Assert.Equal("/a", (await server.ReadAsync(OpCode.RemoveWatches)).Path);
    }

    [Fact]
    public async Task Disposing_a_watch_that_has_fired_changes_nothing()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        var watched = await WatchDataAsync(session, server, "/a");
        await server.NotifyAsync(WatchEventType.NodeDeleted, "/a");
        await watched.Changed.SoonAsync();
        watched.Dispose();
        Assert.Equal(WatchEventType.NodeDeleted, (await watched.Changed).Type);
        await session.RoundTripAsync(server, zxid: 1);
    }

    [Fact]
    public async Task A_watcher_may_block_its_thread_without_stalling_the_client()
    {
        await using var session = new ScriptedSession();
        var server = await session.ConnectAsync();
        using var watched = await WatchDataAsync(session, server, "/a");
        using var release = new ManualResetEventSlim();
        var blocked = watched.Changed.ContinueWith(
            _ => release.Wait(Eventually.DefaultTimeout),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        await server.NotifyAsync(WatchEventType.NodeDataChanged, "/a");
        await session.RoundTripAsync(server, zxid: 1);
        Assert.False(blocked.IsCompleted);
        release.Set();
        Assert.True(await blocked.SoonAsync());
    }

    private static async Task<Watched<Stat?>> WatchExistsAsync(
        ScriptedSession session, ScriptedConnection server, string path, ZooKeeperErrorCode error = ZooKeeperErrorCode.Ok)
    {
        var watching = session.Client.WatchExistsAsync(path).AsTask();
        var request = await server.ReadAsync(OpCode.Exists);
        Assert.True(request.As<ExistsRequest>().Watch);
        if (error == ZooKeeperErrorCode.Ok)
        {
            await server.ReplyAsync(request.Xid, new ExistsResponse(SomeStat));
        }
        else
        {
            await server.ReplyAsync(request.Xid, error);
        }

        var watched = await watching.SoonAsync();
        Assert.Equal(error == ZooKeeperErrorCode.Ok ? SomeStat : null, watched.Value);
        return watched;
    }

    private static async Task<Watched<DataResult>> WatchDataAsync(ScriptedSession session, ScriptedConnection server, string path)
    {
        var watching = session.Client.WatchDataAsync(path).AsTask();
        var request = await server.ReadAsync(OpCode.GetData);
        Assert.True(request.As<GetDataRequest>().Watch);
        await server.ReplyAsync(request.Xid, new GetDataResponse([1, 2], SomeStat));
        var watched = await watching.SoonAsync();
        Assert.Equal([1, 2], watched.Value.Data);
        return watched;
    }

    private static async Task<Watched<ChildrenResult>> WatchChildrenAsync(ScriptedSession session, ScriptedConnection server, string path)
    {
        var watching = session.Client.WatchChildrenAsync(path).AsTask();
        var request = await server.ReadAsync(OpCode.GetChildren2);
        Assert.True(request.As<GetChildrenRequest>().Watch);
        await server.ReplyAsync(request.Xid, new GetChildren2Response(["x"], SomeStat));
        var watched = await watching.SoonAsync();
        Assert.Equal(["x"], watched.Value.Children);
        return watched;
    }
}

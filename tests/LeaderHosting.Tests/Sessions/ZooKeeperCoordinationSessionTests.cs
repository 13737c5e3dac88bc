using LeaderHosting.Coordination;
using LeaderHosting.Coordination.ZooKeeper;
using LeaderHosting.Testing;
using LeaderHosting.TestKit;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeaderHosting.Tests.Sessions;

/// <summary>The port to a session on this project's own client.</summary>
public sealed class ZooKeeperCoordinationSessionTests : IAsyncLifetime
{
    private static readonly CoordinationRead[] SomeReads =
    [
        new(CoordinationReadKind.Node, "/shop"),
        new(CoordinationReadKind.Children, "/shop"),
        new(CoordinationReadKind.Node, "/none"),
        new(CoordinationReadKind.Children, "/none"),
        new(CoordinationReadKind.Node, "/secret"),
    ];

    private readonly TestMeterFactory _meters = new();
    private readonly CancellationTokenSource _giveUp = new(Eventually.DefaultTimeout);
    private readonly List<Task> _running = [];
    private ZooKeeperTestServer _server = null!;
    private ZooKeeperSessionFactory _factory = null!;
    private ICoordinationSession _session = null!;

    private CancellationToken GiveUp => _giveUp.Token;

    public async Task InitializeAsync()
    {
        _server = await ZooKeeperTestServer.StartAsync();
        var options = new ZooKeeperLeadershipOptions { ConnectionString = _server.ConnectionString };
        _factory = new ZooKeeperSessionFactory(options, NullLoggerFactory.Instance, TimeProvider.System, _meters);
        _session = await ConnectAsync();
    }

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        await Task.WhenAll(_running);
        await _server.DisposeAsync();
        _meters.Dispose();
        _giveUp.Dispose();
    }

    [Fact]
    public async Task A_node_is_read_with_the_number_of_its_children()
    {
        await _session.CreateAsync("/shop", "data"u8.ToArray(), CoordinationNodeKind.Persistent, GiveUp);
        for (var children = 0; children <= 2; children++)
        {
            var node = await _session.GetAsync("/shop", GiveUp);
            Assert.Equal((children, 0), (node!.ChildCount, node.Version));
            await _session.CreateAsync("/shop/candidate-", default, CoordinationNodeKind.EphemeralSequential, GiveUp);
        }
    }

    [Fact]
    public async Task Several_reads_are_one_request()
    {
        await PrepareAsync();
        using var together = Lose(RequestKind.MultiRead);

        await LostAsync(_session.ReadAsync(SomeReads, GiveUp));

        Assert.Equal(["/shop", "/shop", "/none", "/none", "/secret"], (await together.Hit).Paths);
        AssertRead(await _session.ReadAsync(SomeReads, GiveUp));
    }

    [Fact]
    public async Task A_server_that_does_not_know_that_request_is_not_asked_again_by_this_session_or_the_next()
    {
        await PrepareAsync();
        using var unknown = _server.Faults.FailRequest(static r => r.Kind == RequestKind.MultiRead, ZooKeeperErrorCode.Unimplemented);
        AssertRead(await _session.ReadAsync(SomeReads, GiveUp));
        Assert.True(unknown.Hit.IsCompletedSuccessfully);

        using var again = Lose(RequestKind.MultiRead);
        AssertRead(await _session.ReadAsync(SomeReads, GiveUp));
        await using var next = await ConnectAsync();
        AssertRead(await next.ReadAsync(SomeReads, GiveUp));
        Assert.False(again.Hit.IsCompleted);
    }

    [Fact]
    public async Task It_is_understood_when_it_says_so_ahead_of_other_answers()
    {
        await PrepareAsync();
        using var unknown = _server.Faults.RejectRequest(static r => r.Kind == RequestKind.MultiRead);
        using var later = _server.Faults.LoseRequest(static r => r.Kind == RequestKind.GetData && r.Path == "/later");
        Task<IReadOnlyList<CoordinationReadResult>> reading;
        using (_server.Faults.HoldReplies())
        {
            _ = _session.GetAsync("/shop", GiveUp);
            _ = _session.GetAsync("/shop", GiveUp);
            reading = _session.ReadAsync(SomeReads, GiveUp);

            // The server reads on until it can answer; when it has come to this one it has rejected the other.
            _ = _session.GetAsync("/later", GiveUp);
            await later.Hit.WaitAsync(GiveUp);
        }

        AssertRead(await reading);
        await AssertReadsSeparatelyAsync();
    }

    [Fact]
    public async Task It_is_understood_when_nothing_but_the_end_of_the_connection_says_so()
    {
        await PrepareAsync();
        for (var i = 0; i < 2; i++)
        {
            using var unknown = _server.Faults.LoseRequest(static r => r.Kind == RequestKind.MultiRead);
            await LostAsync(_session.ReadAsync(SomeReads, GiveUp));
            Assert.True(unknown.Hit.IsCompletedSuccessfully);
        }

        await AssertReadsSeparatelyAsync();
    }

    [Fact]
    public async Task One_that_has_answered_is_not_misunderstood_when_its_connection_ends()
    {
        await PrepareAsync();
        AssertRead(await _session.ReadAsync(SomeReads, GiveUp));
        for (var i = 0; i < 3; i++)
        {
            using var lost = Lose(RequestKind.MultiRead);
            await LostAsync(_session.ReadAsync(SomeReads, GiveUp));
            Assert.True(lost.Hit.IsCompletedSuccessfully);
        }
    }

    [Fact]
    public async Task Only_what_is_lost_as_one_request_may_have_been_too_long()
    {
        await PrepareAsync();
        using (Lose(RequestKind.MultiRead))
        {
            Assert.False((await LostAsync(_session.ReadAsync(SomeReads, GiveUp))).IsUnrelatedToContent);
        }

        using var unknown = _server.Faults.FailRequest(static r => r.Kind == RequestKind.MultiRead, ZooKeeperErrorCode.Unimplemented);
        using var separate = Lose(RequestKind.GetChildren);
        Assert.True((await LostAsync(_session.ReadAsync(SomeReads, GiveUp))).IsUnrelatedToContent);
    }

    [Theory]
    [InlineData(ZooKeeperErrorCode.SessionMoved, CoordinationFault.ConnectionLost)]
    [InlineData(ZooKeeperErrorCode.ThrottledOp, CoordinationFault.Other)]
    [InlineData(ZooKeeperErrorCode.RequestTimeout, CoordinationFault.Other)]
    [InlineData(ZooKeeperErrorCode.OperationTimeout, CoordinationFault.Other)]
    public async Task Some_failures_have_nothing_to_do_with_what_was_asked_for(ZooKeeperErrorCode code, CoordinationFault fault)
    {
        using var failing = _server.Faults.FailRequest(static r => r.Kind == RequestKind.Multi, code);

        var error = await Assert.ThrowsAsync<CoordinationException>(() => _session.CommitAsync([new CoordinationOperation.Check("/a")], GiveUp));
        Assert.Equal((fault, true), (error.Fault, error.IsUnrelatedToContent));
        error = await Assert.ThrowsAsync<CoordinationException>(() => _session.CommitAsync([new CoordinationOperation.Check("/a")], GiveUp));
        Assert.Equal((CoordinationFault.NodeMissing, false), (error.Fault, error.IsUnrelatedToContent));
    }

    [Theory]
    [InlineData(RequestKind.MultiRead)]
    [InlineData(RequestKind.GetChildren)]
    public async Task A_lost_connection_is_no_answer_of_any_of_them(RequestKind lost)
    {
        await PrepareAsync();
        using var unknown = lost == RequestKind.MultiRead
            ? null
            : _server.Faults.FailRequest(static r => r.Kind == RequestKind.MultiRead, ZooKeeperErrorCode.Unimplemented);
        using var fault = Lose(lost);

        await LostAsync(_session.ReadAsync(SomeReads, GiveUp));

        AssertRead(await _session.ReadAsync(SomeReads, GiveUp));
    }

    private async Task AssertReadsSeparatelyAsync()
    {
        using var together = Lose(RequestKind.MultiRead);
        AssertRead(await _session.ReadAsync(SomeReads, GiveUp));
        Assert.False(together.Hit.IsCompleted);
    }

    private static async Task<CoordinationException> LostAsync(Task request)
    {
        var error = await Assert.ThrowsAsync<CoordinationException>(() => request);
        Assert.Equal(CoordinationFault.ConnectionLost, error.Fault);
        return error;
    }

    private static void AssertRead(IReadOnlyList<CoordinationReadResult> results)
    {
        Assert.Equal(SomeReads.Length, results.Count);
        Assert.Equal("data"u8.ToArray(), results[0].Node!.Data.ToArray());
        Assert.Equal(1, results[0].Node!.ChildCount);
        Assert.Equal(["child"], results[1].Children);
        Assert.Equal(default, results[2]);
        Assert.Equal(default, results[3]);
        Assert.Equal(CoordinationFault.NotAuthorized, results[4].Error?.Fault);
        Assert.Contains("/secret", results[4].Error!.Message, StringComparison.Ordinal);
    }

    private RequestFault Lose(RequestKind kind) => _server.Faults.LoseReply(r => r.Kind == kind);

    private async Task PrepareAsync()
    {
        await _session.CreateAsync("/shop", "data"u8.ToArray(), CoordinationNodeKind.Persistent, GiveUp);
        await _session.CreateAsync("/shop/child", default, CoordinationNodeKind.Persistent, GiveUp);
        await using var owner = new ZooKeeperClient(new ZooKeeperClientOptions { ConnectionString = _server.ConnectionString });
        owner.Start();
        await owner.CreateAsync("/secret", acl: [new Acl(AclPermissions.Write, "world", "anyone")], cancellationToken: GiveUp);
    }

    private async Task<ICoordinationSession> ConnectAsync()
    {
        var session = _factory.Create();
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _running.Add(RunAsync());
        await connected.Task.WaitAsync(GiveUp);
        return session;

        async Task RunAsync()
        {
            await foreach (var change in session.RunAsync(CancellationToken.None))
            {
                if (change is CoordinationSessionEvent.Connected)
                {
                    connected.TrySetResult();
                }
            }
        }
    }
}

using LeaderHosting.ZooKeeper;

namespace LeaderHosting.IntegrationTests.Client;

[Collection(ZooKeeperServerCollection.Name)]
public sealed class TransactionTests(ZooKeeperServerFixture fixture) : IAsyncLifetime
{
    private readonly string _root = ZooKeeperServerFixture.UniquePath("multi");
    private ZooKeeperClient _client = null!;

    public async Task InitializeAsync()
    {
        _client = await Clients.ConnectAsync(fixture.ConnectionString);
        await _client.CreateAsync(_root);
    }

    public async Task DisposeAsync() => await _client.DisposeAsync();

    [Fact]
    public async Task All_kinds_of_operations_are_applied_together()
    {
        var results = await _client.MultiAsync(
        [
            ZooKeeperOperation.Check(_root, 0),
            ZooKeeperOperation.Create($"{_root}/a", "one"u8.ToArray()),
            ZooKeeperOperation.SetData($"{_root}/a", "two!"u8.ToArray(), 0),
            ZooKeeperOperation.Create($"{_root}/s-", default, CreateMode.EphemeralSequential),
            ZooKeeperOperation.Create($"{_root}/c", default, CreateMode.Container),
            ZooKeeperOperation.Create($"{_root}/gone"),
            ZooKeeperOperation.Delete($"{_root}/gone", 0),
            ZooKeeperOperation.SetData(_root, default),
        ]);

        Assert.All(results, result => Assert.Equal(ZooKeeperErrorCode.Ok, result.Error));
        Assert.Matches("/s-[0-9]{10}$", results[3].Path);
        Assert.Equal((1, 4), (results[2].Stat!.Value.Version, results[2].Stat!.Value.DataLength));
        Assert.Equal("two!"u8.ToArray(), (await _client.GetDataAsync($"{_root}/a")).Data);
        Assert.Equal(_client.SessionId, (await _client.ExistsAsync(results[3].Path))!.Value.EphemeralOwner);
        Assert.Null(await _client.ExistsAsync($"{_root}/gone"));

        // The whole transaction has one zxid.
        var root = await _client.ExistsAsync(_root);
        Assert.Equal(root!.Value.Mzxid, results[7].Stat!.Value.Mzxid);
        Assert.Equal(root.Value.Mzxid, results[2].Stat!.Value.Mzxid);
    }

    [Theory]
    [InlineData(ZooKeeperErrorCode.NoNode)]
    [InlineData(ZooKeeperErrorCode.BadVersion)]
    [InlineData(ZooKeeperErrorCode.NodeExists)]
    [InlineData(ZooKeeperErrorCode.NotEmpty)]
    public async Task One_that_fails_undoes_all_and_is_named(ZooKeeperErrorCode code)
    {
        var parent = $"{_root}/{code}";
        await _client.CreateAsync(parent);
        await _client.CreateAsync($"{parent}/child");
        var failing = code switch
        {
            ZooKeeperErrorCode.NoNode => ZooKeeperOperation.Delete($"{parent}/missing"),
            ZooKeeperErrorCode.BadVersion => ZooKeeperOperation.Check(parent, 9),
            ZooKeeperErrorCode.NodeExists => ZooKeeperOperation.Create(parent),
            _ => ZooKeeperOperation.Delete(parent),
        };
        var failure = await Assert.ThrowsAsync<ZooKeeperMultiException>(async () => await _client.MultiAsync(
        [
            ZooKeeperOperation.Create($"{parent}/a"),
            ZooKeeperOperation.SetData(parent, "x"u8.ToArray()),
            failing,
            ZooKeeperOperation.Create($"{parent}/b"),
        ]));

        Assert.Equal((2, code, failing.Kind, failing.Path), (failure.FailedIndex, failure.Code, failure.FailedKind, failure.Path));
        Assert.Equal(
            [ZooKeeperErrorCode.Ok, ZooKeeperErrorCode.Ok, code, ZooKeeperErrorCode.RuntimeInconsistency],
            failure.Results.Select(result => result.Error));
        Assert.Equal(["child"], await _client.GetChildrenAsync(parent));
        Assert.Empty((await _client.GetDataAsync(parent)).Data);
    }

    [Fact]
    public async Task Several_reads_in_one_request_each_tell_what_became_of_them()
    {
        await _client.CreateAsync($"{_root}/a", "one"u8.ToArray());
        var results = await _client.MultiReadAsync(
            [ZooKeeperRead.Data($"{_root}/a"), ZooKeeperRead.Children(_root), ZooKeeperRead.Data($"{_root}/none"), ZooKeeperRead.Data(_root)]);

        Assert.Equal([ZooKeeperErrorCode.Ok, ZooKeeperErrorCode.Ok, ZooKeeperErrorCode.NoNode, ZooKeeperErrorCode.Ok], results.Select(static r => r.Error));
        Assert.Equal("one"u8.ToArray(), results[0].Data);
        Assert.Equal(await _client.ExistsAsync($"{_root}/a"), results[0].Stat);
        Assert.Equal(["a"], results[1].Children);
        Assert.Empty(results[3].Data!);
        Assert.Equal(1, results[3].Stat.NumChildren);
        Assert.Empty(await _client.MultiReadAsync([]));
    }

    [Fact]
    public async Task An_empty_transaction_is_answered() => Assert.Empty(await _client.MultiAsync([]));

    [Fact]
    public async Task A_hundred_operations_fit_in_one()
    {
        var results = await _client.MultiAsync(
            [.. Enumerable.Range(0, 100).Select(i => ZooKeeperOperation.Create($"{_root}/n{i}", default, CreateMode.Ephemeral))]);
        Assert.Equal(100, results.Count);
        Assert.Equal(100, (await _client.GetChildrenAsync(_root)).Count);
    }
}

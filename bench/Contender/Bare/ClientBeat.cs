using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Contender.Bare;

/// <summary>Our client commits a check of a node of its own, as a leader does that proves its lease.</summary>
internal sealed class ClientBeat(ContenderSettings settings) : IBeat
{
    private readonly ZooKeeperClient _client = new(new ZooKeeperClientOptions { ConnectionString = settings.Servers, SessionTimeout = settings.SessionTimeout });
    private ZooKeeperOperation[] _check = [];

    /// <inheritdoc/>
    public async Task ConnectAsync()
    {
        await _client.ConnectAsync();
        var node = await _client.CreateAsync($"/bare-{Guid.NewGuid():N}", ReadOnlyMemory<byte>.Empty, CreateMode.Ephemeral);
        _check = [ZooKeeperOperation.Check(node.Path)];
    }

    /// <inheritdoc/>
    public async Task AskAsync() => await _client.MultiAsync(_check);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _client.DisposeAsync();
}

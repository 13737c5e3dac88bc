using System.Globalization;
using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench.Contender.Bare;

/// <summary>
/// No elections, but the requests that as many of ours come to lead and are given up with, by our client: candidates, records and claims, so many of them together as travel together there.
/// </summary>
internal sealed class BareManyElections(ContenderSettings settings, EventWriter events)
{
    /// <summary>What the line protocol calls it.</summary>
    public const string Key = "many-bare";

    private const int OperationsTogether = 256;
    private const int ReadsTogether = 64;

    private readonly string[] _paths =
        [.. Enumerable.Range(0, settings.Count).Select(i => string.Create(CultureInfo.InvariantCulture, $"{settings.Group}/election-{i}"))];

    private readonly byte[] _record = new byte[BarePaths.RecordLength];
    private ZooKeeperClient? _client;
    private string[] _candidates = [];

    /// <summary>Obeys commands until there are no more.</summary>
    public async Task RunAsync()
    {
        await using (var client = NewClient())
        {
            await client.ConnectAsync();
            await BarePaths.CreateAsync(client, settings.Group);
            await TogetherAsync(_paths, OperationsTogether, chunk => client.MultiAsync([.. chunk.Select(static path => ZooKeeperOperation.Create(path))]));
        }

        events.Write($"{settings.Prefix} READY");
        while (await Console.In.ReadLineAsync() is { } command)
        {
            var began = EventWriter.Now;
            var done = await (command == "go" ? LeadAsync() : GiveUpAsync());
            events.Write(string.Create(CultureInfo.InvariantCulture, $"{settings.Prefix} {done} {began}"));
            if (command != "go")
            {
                GC.Collect();
            }
        }
    }

    private async Task<string> LeadAsync()
    {
        var client = _client = NewClient();
        await client.ConnectAsync();
        var created = await TogetherAsync(_paths, OperationsTogether, chunk => client.MultiAsync(
            [.. chunk.Select(static path => ZooKeeperOperation.Create($"{path}/n-", mode: CreateMode.EphemeralSequential))]));
        _candidates = [.. created.SelectMany(static results => results).Select(static result => result.Path!)];
        var read = await TogetherAsync(_paths, ReadsTogether, chunk => client.MultiReadAsync([.. chunk.Select(ZooKeeperRead.Data)]));
        var versions = read.SelectMany(static results => results).Select(static result => result.Stat.Version).ToArray();
        await TogetherAsync([.. Enumerable.Range(0, _paths.Length)], OperationsTogether / 2, chunk => client.MultiAsync(
            [.. chunk.SelectMany(i => (ZooKeeperOperation[])[ZooKeeperOperation.Check(_candidates[i]), ZooKeeperOperation.SetData(_paths[i], _record, versions[i])])]));
        return "ALL";
    }

    private async Task<string> GiveUpAsync()
    {
        await TogetherAsync(_candidates, OperationsTogether, chunk => _client!.MultiAsync([.. chunk.Select(static path => ZooKeeperOperation.Delete(path))]));
        await _client!.DisposeAsync();
        return "CLOSED";
    }

    private ZooKeeperClient NewClient() => new(new ZooKeeperClientOptions { ConnectionString = settings.Servers, SessionTimeout = settings.SessionTimeout });

    /// <summary>Sends a request for each so many, all at once.</summary>
    private static Task<TResult[]> TogetherAsync<T, TResult>(T[] all, int together, Func<T[], ValueTask<TResult>> sendAsync) =>
        Task.WhenAll(all.Chunk(together).Select(chunk => sendAsync(chunk).AsTask()));
}

using LeaderHosting.Coordination;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.Sessions;

/// <summary>A client behind the port that answers with another number of results than it was asked for.</summary>
public sealed class MiscountedAnswerTests : LiveSessionStory
{
    private MiscountingSession _port = null!;

    internal override ICoordinationSession Wrap(ICoordinationSession port) => _port = new MiscountingSession(port);

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public async Task Reads_together_are_told_what_is_wrong_with_the_client(int difference)
    {
        Network.Decide(static _ => RequestFate.Held);
        List<Task> first = [.. Enumerable.Range(0, 4).Select(_ => Session.GetAsync("/a", default))];
        List<Task> together = [.. Enumerable.Range(0, 3).Select(_ => Session.GetAsync("/a", default))];
        _port.Difference = difference;
        Network.Release();

        await Task.WhenAll(first).WaitAsync(Eventually.DefaultTimeout);
        foreach (var read in together)
        {
            await AssertToldAsync(read, $"MiscountingSession.ReadAsync was asked for 3 results and has returned {3 + difference}.");
        }

        Assert.Single(Network.Requests, static r => r.Kind == FakeRequestKind.Read);
    }

    [Fact]
    public async Task So_is_whoever_commits()
    {
        _port.Difference = -1;

        await AssertToldAsync(
            Session.CommitAsync([new CoordinationOperation.Check("/a"), new CoordinationOperation.Check("/a")], default),
            "MiscountingSession.CommitAsync was asked for 2 results and has returned 1.");
    }

    private static async Task AssertToldAsync(Task request, string message)
    {
        var error = await Assert.ThrowsAsync<CoordinationException>(() => request.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal((CoordinationFault.Other, message), (error.Fault, error.Message));
    }

    private sealed class MiscountingSession(ICoordinationSession inner) : ICoordinationSession
    {
        /// <summary>How many results too many.</summary>
        public int Difference { get; set; }

        public long Id => inner.Id;

        public CoordinationConnection? Connection => inner.Connection;

        public IAsyncEnumerable<CoordinationSessionEvent> RunAsync(CancellationToken cancellationToken) => inner.RunAsync(cancellationToken);

        public Task<string> CreateAsync(string path, ReadOnlyMemory<byte> data, CoordinationNodeKind kind, CancellationToken cancellationToken) =>
            inner.CreateAsync(path, data, kind, cancellationToken);

        public Task<CoordinationNode?> GetAsync(string path, CancellationToken cancellationToken) => inner.GetAsync(path, cancellationToken);

        public Task<IReadOnlyList<string>?> GetChildrenAsync(string path, CancellationToken cancellationToken) => inner.GetChildrenAsync(path, cancellationToken);

        public async Task<IReadOnlyList<CoordinationReadResult>> ReadAsync(IReadOnlyList<CoordinationRead> reads, CancellationToken cancellationToken) =>
            Miscount(await inner.ReadAsync(reads, cancellationToken));

        public Task<IDisposable?> WatchAsync(string path, Action<CoordinationNodeEvent> onEvent, CancellationToken cancellationToken) =>
            inner.WatchAsync(path, onEvent, cancellationToken);

        public async Task<IReadOnlyList<CoordinationResult>> CommitAsync(
            IReadOnlyList<CoordinationOperation> operations, CancellationToken cancellationToken) =>
            Miscount(await inner.CommitAsync(operations, cancellationToken));

        public ValueTask AbandonAsync() => inner.AbandonAsync();

        public ValueTask DisposeAsync() => inner.DisposeAsync();

        private T[] Miscount<T>(IReadOnlyList<T> results) => [.. results.Append(results[0]).Take(results.Count + Difference)];
    }
}

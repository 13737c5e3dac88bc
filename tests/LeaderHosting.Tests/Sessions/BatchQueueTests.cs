using LeaderHosting.Sessions;

namespace LeaderHosting.Tests.Sessions;

/// <summary>Those that wait to be sent.</summary>
public sealed class BatchQueueTests
{
    private readonly BatchQueue<string, int> _queue;
    private int _bytesOfEach = 1;

    public BatchQueueTests()
    {
        _queue = new(mostBytes: 1000, _ => _bytesOfEach);
    }

    [Fact]
    public async Task Those_given_up_do_not_gather()
    {
        using var cancellation = new CancellationTokenSource();
        var wanted = Enqueue("wanted", CancellationToken.None);
        await cancellation.CancelAsync();
        for (var i = 0; i < 100_000; i++)
        {
            Enqueue("given up", cancellation.Token);
            Assert.InRange(_queue.Count, 1, 64);
        }

        Assert.Same(wanted, Assert.Single(_queue.Take(256, out _)));
        Assert.Equal(0, _queue.Count);
    }

    [Fact]
    public void Those_still_wanted_all_stay_in_their_order()
    {
        var requests = Enumerable.Range(0, 1000).Select(i => Enqueue($"{i}", CancellationToken.None)).ToList();

        Assert.Equal(requests, _queue.Take(1000, out var isCut));
        Assert.False(isCut);
    }

    [Fact]
    public async Task Only_the_bound_in_operations_cuts_and_only_those_still_wanted()
    {
        using var cancellation = new CancellationTokenSource();
        Enqueue("a", CancellationToken.None);
        Enqueue("b", CancellationToken.None);
        Enqueue("c", CancellationToken.None);
        Enqueue("given up", cancellation.Token);
        await cancellation.CancelAsync();

        Assert.Equal(2, _queue.Take(2, out var isCut).Count);
        Assert.True(isCut);
        Assert.Single(_queue.Take(1, out isCut));
        Assert.False(isCut);
    }

    [Fact]
    public void What_is_known_of_their_length_when_they_go_counts()
    {
        for (var i = 0; i < 10; i++)
        {
            Enqueue("a", CancellationToken.None);
        }

        _bytesOfEach = 400;
        Assert.Equal(2, _queue.Take(256, out var isCut).Count);
        Assert.False(isCut);

        _bytesOfEach = 2000;
        Assert.Single(_queue.Take(256, out isCut));
        Assert.False(isCut);
    }

    private BatchedRequest<string, int> Enqueue(string operation, CancellationToken cancellationToken)
    {
        var request = new BatchedRequest<string, int>([operation], cancellationToken);
        _queue.Enqueue(request);
        return request;
    }
}

using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.Sessions;

/// <summary>Reads that travel together, and what they are worth to the lease.</summary>
public sealed class LiveSessionTests : LiveSessionStory
{
    private RecordingLease _lease = null!;

    internal override async Task PrepareAsync(ICoordinationSession port)
    {
        await port.CreateAsync("/a", "data"u8.ToArray(), CoordinationNodeKind.Persistent, default);
        await port.CreateAsync("/a/child", default, CoordinationNodeKind.Persistent, default);
    }

    internal override ISessionLease CreateLease(TimeSpan timeout, TimeProvider time) => _lease = new RecordingLease(base.CreateLease(timeout, time));

    [Fact]
    public async Task Each_gets_what_it_has_asked_for()
    {
        await FillAsync();
        var node = Session.GetAsync("/a", default);
        var missing = Session.GetAsync("/b", default);
        var children = Session.GetChildrenAsync("/a", default);
        var both = Session.GetWithChildrenAsync("/a", default);
        Network.Release();

        Assert.Equal("data"u8.ToArray(), (await node.WaitAsync(Eventually.DefaultTimeout))!.Data.ToArray());
        Assert.Null(await missing.WaitAsync(Eventually.DefaultTimeout));
        Assert.Equal(["child"], await children.WaitAsync(Eventually.DefaultTimeout));
        var (record, names) = await both.WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal(1, record!.ChildCount);
        Assert.Equal(["child"], names);

        var together = Assert.Single(Network.Requests, static r => r.Kind == FakeRequestKind.Read);
        Assert.Equal(5, together.Reads.Count);
    }

    [Fact]
    public async Task A_node_and_its_children_are_asked_for_in_this_order_when_nobody_else_asks()
    {
        await Session.GetWithChildrenAsync("/a", default).WaitAsync(Eventually.DefaultTimeout);
        Assert.Equal([FakeRequestKind.Get, FakeRequestKind.GetChildren], Network.Requests.TakeLast(2).Select(static r => r.Kind));
    }

    [Fact]
    public async Task No_more_travel_together_than_fit_into_an_answer_by_what_is_known_of_its_length()
    {
        await Session.CommitAsync([new CoordinationOperation.SetData("/a", new byte[100 * 1024])], default);
        await Session.GetAsync("/a", default).WaitAsync(Eventually.DefaultTimeout);
        await FillAsync();
        List<Task> nodes = [.. Enumerable.Range(0, 12).Select(_ => Session.GetAsync("/a", default))];
        List<Task> lists = [.. Enumerable.Range(0, 40).Select(_ => Session.GetChildrenAsync("/a", default))];
        Network.Release();
        await Task.WhenAll([.. nodes, .. lists]).WaitAsync(Eventually.DefaultTimeout);

        // Five of them are 500 KB. The list is short, so its length keeps none back.
        var together = Network.Requests.Where(static r => r.Kind == FakeRequestKind.Read).Select(static r => r.Reads.Count);
        Assert.Equal([5, 5, 42], together.Order());
    }

    [Fact]
    public async Task Together_they_count_for_the_lease_as_one_read_from_before_they_were_sent()
    {
        await FillAsync();
        List<Task> reads = [.. Enumerable.Range(0, 10).Select(_ => Session.GetAsync("/a", default))];

        // They wait from 0 to 1 s, and are under way from 1 to 3 s.
        Clock.Advance(TimeSpan.FromSeconds(1));
        var sentAt = Clock.GetTimestamp();
        Network.Decide(static r => r.Kind == FakeRequestKind.Read ? RequestFate.Held : RequestFate.Answered);
        Network.Current.Release();
        await Eventually.TrueAsync(() => Network.Requests.Any(static r => r.Kind == FakeRequestKind.Read), "the reads to be sent");
        Clock.Advance(TimeSpan.FromSeconds(2));
        var before = _lease.Answers.Count;
        Network.Release();
        await Task.WhenAll(reads).WaitAsync(Eventually.DefaultTimeout);

        var answer = Assert.Single(_lease.Answers.Skip(before));
        Assert.Equal((sentAt, Clock.GetTimestamp(), false), answer);
    }

    [Fact]
    public async Task One_that_is_given_up_does_not_touch_the_others()
    {
        await FillAsync();
        using var cancellation = new CancellationTokenSource();
        var given = Session.GetAsync("/a", cancellation.Token);
        var kept = Session.GetAsync("/a", default);
        var other = Session.GetAsync("/b", default);
        Network.Decide(static r => r.Kind == FakeRequestKind.Read ? RequestFate.Held : RequestFate.Answered);
        Network.Current.Release();
        await Eventually.TrueAsync(() => Network.Requests.Any(static r => r.Kind == FakeRequestKind.Read), "the reads to be sent");

        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Eventually.DefaultTimeout));
        Assert.False(kept.IsCompleted);
        Network.Release();

        Assert.NotNull(await kept.WaitAsync(Eventually.DefaultTimeout));
        Assert.Null(await other.WaitAsync(Eventually.DefaultTimeout));
    }

    [Fact]
    public async Task A_lost_connection_is_told_to_all()
    {
        await FillAsync();
        List<Task> reads = [.. Enumerable.Range(0, 10).Select(_ => Session.GetAsync("/a", default))];
        Network.Decide(static r => r.Kind == FakeRequestKind.Read ? RequestFate.Lost : RequestFate.Answered);
        Network.Current.Release();

        foreach (var read in reads)
        {
            var error = await Assert.ThrowsAsync<CoordinationException>(() => read.WaitAsync(Eventually.DefaultTimeout));
            Assert.Equal(CoordinationFault.ConnectionLost, error.Fault);
        }

        Network.Release();
        Assert.NotNull(await Session.GetAsync("/a", default).WaitAsync(Eventually.DefaultTimeout));
    }

    /// <summary>So many reads under way, and not answered, that those after them wait.</summary>
    private async Task FillAsync()
    {
        Network.Decide(static _ => RequestFate.Held);
        for (var i = 0; i < 4; i++)
        {
            _ = Session.GetAsync("/a", default);
        }

        await Eventually.TrueAsync(() => Network.IsHolding, "the first to be under way");
    }

    /// <summary>A lease that remembers what it was told of answers: when they were sent and came, and whether they showed a commit.</summary>
    private sealed class RecordingLease(ISessionLease lease) : ISessionLease
    {
        private readonly List<(long SentAt, long AnsweredAt, bool Committed)> _answers = [];

        public event Action? Renewed
        {
            add => lease.Renewed += value;
            remove => lease.Renewed -= value;
        }

        public IReadOnlyList<(long SentAt, long AnsweredAt, bool Committed)> Answers
        {
            get
            {
                lock (_answers)
                {
                    return [.. _answers];
                }
            }
        }

        public TimeSpan Timeout => lease.Timeout;

        public TimeSpan ProofInterval => lease.ProofInterval;

        public bool IsHeld => lease.IsHeld;

        public TimeSpan Remaining => lease.Remaining;

        public bool CommitWouldRenew => lease.CommitWouldRenew;

        public void Connected(CoordinationConnection connection) => lease.Connected(connection);

        public void Answered(CoordinationConnection connection, long sentAt, long answeredAt, bool committed)
        {
            lock (_answers)
            {
                _answers.Add((sentAt, answeredAt, committed));
            }

            lease.Answered(connection, sentAt, answeredAt, committed);
        }
    }
}

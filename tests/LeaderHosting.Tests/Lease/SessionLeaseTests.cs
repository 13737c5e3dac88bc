using LeaderHosting.Lease;

namespace LeaderHosting.Tests.Lease;

public sealed class SessionLeaseTests
{
    private readonly LeaseScript _story = new();

    [Fact]
    public void Nothing_is_held_before_anything_is_proved()
    {
        Assert.Equal(long.MinValue, _story.Lease.End);
        Assert.False(_story.Lease.IsHeld);
        Assert.Equal(TimeSpan.Zero, _story.Lease.Remaining);
        Assert.False(_story.Lease.CommitWouldRenew);
    }

    [Fact]
    public void A_connection_alone_proves_nothing()
    {
        _story.Connect(0, 100);

        Assert.Null(_story.SettledSentAt);
        Assert.True(_story.Lease.CommitWouldRenew);
    }

    [Theory]
    [InlineData(100, 0L)]
    [InlineData(5_000, 0L)]
    [InlineData(99, null)]
    public void One_commit_sent_after_the_connects_answer_settles_the_connect(int sentAt, long? settled)
    {
        _story.Connect(0, 100).Commit(sentAt, sentAt + 50);

        Assert.Equal(settled, _story.SettledSentAt);
        Assert.Equal(settled is null ? 0 : 1, _story.Renewals);
    }

    [Fact]
    public void Reads_settle_nothing()
    {
        _story.Connect(0, 100);
        for (var at = 200; at < 15_000; at += 500)
        {
            _story.Read(at, at + 10);
        }

        Assert.Null(_story.SettledSentAt);
    }

    [Theory]
    [InlineData(LeaseScript.ReportDelay, 10, 1_000L)]
    [InlineData(LeaseScript.ReportDelay, 500, 1_000L)]
    [InlineData(LeaseScript.ReportDelay - 1, 10, 0L)]
    [InlineData(LeaseScript.ReportDelay, 9, 0L)]
    public void A_request_is_settled_by_p_sent_long_enough_after_its_answer_and_q_sent_after_ps_answer(
        int fromAnswerToP, int fromPToQ, long settled)
    {
        const int Answered = 1_010;
        const int P = Answered + LeaseScript.ReportDelay;
        var p = Answered + fromAnswerToP;

        _story.Connect(0, 100).Read(1_000, Answered).Commit(p, P + 10).Commit(P + fromPToQ, P + 600);

        Assert.Equal(settled, _story.SettledSentAt);
    }

    [Fact]
    public void A_commit_can_be_settled_itself()
    {
        _story.Connect(0, 100).Commit(1_000, 1_010).Commit(6_000, 6_010).Commit(6_010, 6_020);

        Assert.Equal(1_000, _story.SettledSentAt);
    }

    [Fact]
    public void The_newest_of_several_requests_counts()
    {
        _story.Connect(0, 100).Read(1_000, 1_010).Read(2_000, 2_010).Read(3_000, 3_010).Commit(7_000, 7_010).Commit(7_010, 7_020);

        Assert.Equal(2_000, _story.SettledSentAt);
    }

    [Fact]
    public void A_read_between_p_and_q_is_not_q()
    {
        _story.Connect(0, 100).Commit(150, 160).Read(1_000, 1_010).Commit(6_000, 6_010).Read(6_020, 6_030);

        Assert.Equal(0, _story.SettledSentAt);
    }

    /// <summary>q has to be sent after p was answered; two commits sent together are two p's, or two q's, never p and q.</summary>
    [Fact]
    public void Overlapping_commits_do_not_settle_each_others_requests()
    {
        _story.Connect(0, 100).Commit(110, 120).Read(1_000, 1_010).Commit(6_000, 6_200).Commit(6_050, 6_210).Commit(6_199, 6_220);
        Assert.Equal(0, _story.SettledSentAt);

        _story.Commit(6_200, 6_230);
        Assert.Equal(1_000, _story.SettledSentAt);
    }

    [Fact]
    public void A_slow_answer_does_not_make_a_request_newer()
    {
        // Answered 4 s after it was sent: the lease counts from the sending, the delay from the answer.
        _story.Connect(0, 100).Commit(110, 120).Read(1_000, 5_000).Commit(9_400, 9_410).Commit(9_410, 9_420);
        Assert.Equal(110, _story.SettledSentAt);

        _story.Commit(9_500, 9_510).Commit(9_510, 9_520);
        Assert.Equal(1_000, _story.SettledSentAt);
    }

    [Fact]
    public void A_new_connection_keeps_the_lease_and_starts_the_chain_anew()
    {
        _story.Connect(0, 100).Commit(110, 120).Read(1_000, 1_010).Commit(6_000, 6_010);

        // The q that would have settled the read comes on another connection: another server, which knows nothing of it.
        _story.Connect(7_000, 7_100);
        Assert.Equal(0, _story.SettledSentAt);

        _story.Commit(7_100, 7_110);
        Assert.Equal(7_000, _story.SettledSentAt);

        _story.Commit(13_000, 13_010).Commit(13_010, 13_020);
        Assert.Equal(7_100, _story.SettledSentAt);
    }

    [Fact]
    public void A_commit_begun_before_the_new_connection_was_there_does_not_settle_it()
    {
        _story.Connect(0, 100).Commit(110, 120).Connect(7_000, 7_100).Commit(7_099, 7_110);

        Assert.Equal(0, _story.SettledSentAt);
    }

    [Fact]
    public void Answers_of_an_older_connection_are_ignored()
    {
        _story.Connect(0, 100).Commit(110, 120).Connect(7_000, 7_100)
            .LateCommit(1, 7_200, 7_210).LateCommit(1, 12_500, 12_510).LateCommit(1, 12_510, 12_520);

        Assert.Equal(0, _story.SettledSentAt);
    }

    [Fact]
    public void A_connection_told_twice_or_out_of_order_changes_nothing()
    {
        _story.Connect(0, 100).Connect(7_000, 7_100).Commit(7_100, 7_110);
        var end = _story.Lease.End;

        _story.Lease.Connected(new(1, 0, 0, TimeSpan.Zero, "zk"));
        _story.Lease.Connected(new(2, 0, 0, TimeSpan.Zero, "zk"));
        _story.Commit(12_000, 12_010).Commit(12_010, 12_020);

        Assert.True(_story.Lease.End > end, "the chain on the present connection was broken");
    }

    [Fact]
    public void The_lease_never_goes_back()
    {
        _story.Connect(0, 100).Commit(110, 120).Read(1_000, 1_010).Commit(6_000, 6_010).Commit(6_010, 6_020);
        Assert.Equal(1_000, _story.SettledSentAt);

        // This connect request was made long ago and answered late.
        _story.Connect(500, 6_100).Commit(6_110, 6_120);
        Assert.Equal(1_000, _story.SettledSentAt);
    }

    [Theory]
    [InlineData(4_000, 7_000 + 3_960)]
    [InlineData(LeaseScript.Timeout - 100, 110 + LeaseScript.Length)]
    [InlineData(LeaseScript.Timeout, 110 + LeaseScript.Length)]
    [InlineData(40_000, 110 + LeaseScript.Length)]
    public void A_connection_with_a_shorter_timeout_brings_the_end_forward_at_once_and_none_puts_it_off(int timeout, long end)
    {
        _story.Connect(0, 100).Commit(110, 120).Commit(5_000, 5_010).Commit(5_010, 5_020);
        Assert.Equal(110, _story.SettledSentAt);

        _story.Connect(7_000, 7_100, timeout);

        Assert.Equal(end, _story.End);
    }

    [Fact]
    public void With_nothing_proved_a_shorter_timeout_proves_nothing()
    {
        _story.Connect(0, 100).Connect(7_000, 7_100, timeout: 4_000);

        Assert.Null(_story.End);
    }

    [Fact]
    public void An_answer_told_before_its_connection_brings_its_shorter_timeout_too()
    {
        _story.Connect(0, 100).Commit(110, 120).EarlyRead(2, 7_000, 7_100, timeout: 4_000);

        Assert.Equal(7_000 + 3_960, _story.End);
    }

    [Fact]
    public void Later_renewals_count_with_the_shortest_timeout_there_was()
    {
        _story.Connect(0, 100).Commit(110, 120).Connect(7_000, 7_100, timeout: 4_000).Commit(7_200, 7_210);
        Assert.Equal(7_000 + 3_960, _story.End);

        _story.Connect(8_000, 8_100).Commit(8_200, 8_210);
        Assert.Equal(8_000 + 3_960, _story.End);
    }

    [Fact]
    public void It_is_held_until_one_percent_before_the_timeout_after_the_sending_and_not_an_instant_longer()
    {
        _story.Connect(0, 100).Commit(110, 120);

        _story.Clock.Advance(TimeSpan.FromMilliseconds(LeaseScript.Length) - TimeSpan.FromTicks(1));
        Assert.True(_story.Lease.IsHeld);
        Assert.Equal(TimeSpan.FromTicks(1), _story.Lease.Remaining);

        _story.Clock.Advance(TimeSpan.FromTicks(1));
        Assert.False(_story.Lease.IsHeld);
        Assert.Equal(TimeSpan.Zero, _story.Lease.Remaining);

        _story.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_story.Lease.IsHeld);
        Assert.Equal(TimeSpan.Zero, _story.Lease.Remaining);
    }

    [Fact]
    public void A_jump_of_the_wall_clock_changes_nothing()
    {
        _story.Connect(0, 100).Commit(110, 120);
        var left = _story.Lease.Remaining;

        _story.Clock.JumpWallClock(TimeSpan.FromDays(-1));
        Assert.Equal(left, _story.Lease.Remaining);

        _story.Clock.JumpWallClock(TimeSpan.FromDays(2));
        Assert.Equal(left, _story.Lease.Remaining);
    }

    [Fact]
    public void One_more_commit_is_wanted_when_it_would_extend_the_lease_by_a_good_part()
    {
        _story.Connect(0, 100);
        Assert.True(_story.Lease.CommitWouldRenew, "the connect waits to be settled");

        _story.Commit(110, 120).Read(1_000, 1_010).Read(3_500, 3_510);
        Assert.False(_story.Lease.CommitWouldRenew, "there is no p yet that settles a read");

        _story.Commit(5_510, 5_520);
        Assert.False(_story.Lease.CommitWouldRenew, "a second is no good part of 16");

        _story.Commit(8_100, 8_110);
        Assert.True(_story.Lease.CommitWouldRenew, "a commit now settles the read of 3500");

        _story.Commit(8_110, 8_120);
        Assert.False(_story.Lease.CommitWouldRenew);
        Assert.Equal(3_500, _story.SettledSentAt);
    }

    [Fact]
    public void Renewed_is_raised_only_when_the_end_moves_and_outside_the_lock()
    {
        var ends = new List<long>();
        _story.Lease.Renewed += () =>
        {
            // Another thread can ask only if the lock is not held.
            var wouldRenew = true;
            var other = new Thread(() => wouldRenew = _story.Lease.CommitWouldRenew);
            other.Start();
            Assert.True(other.Join(TimeSpan.FromSeconds(30)), "the lock is held");
            Assert.False(wouldRenew);
            ends.Add(_story.Lease.End);
        };

        _story.Connect(0, 100).Commit(110, 120).Commit(130, 140).Read(150, 160);

        Assert.Equal([_story.Lease.End], ends);
    }

    /// <summary>What <c>ElectionSettings.LongestStopBudget</c> counts on.</summary>
    [Theory]
    [InlineData(1, 0.61)]
    [InlineData(100, 0.60)]
    [InlineData(400, 0.57)]
    public void Proofs_every_sixteenth_of_the_timeout_keep_about_five_eighths_of_it(int roundTrip, double expectedAfterProof)
    {
        _story.Connect(0, 5);
        for (var sentAt = 5; sentAt < 60_000; sentAt += LeaseScript.Timeout / 16)
        {
            _story.Commit(sentAt, sentAt + roundTrip);
            if (sentAt > 10_000)
            {
                var remaining = (_story.SettledSentAt!.Value + LeaseScript.Length - (sentAt + roundTrip)) / (double)LeaseScript.Timeout;
                Assert.InRange(remaining, expectedAfterProof - 0.02, 0.64);
            }
        }
    }
}

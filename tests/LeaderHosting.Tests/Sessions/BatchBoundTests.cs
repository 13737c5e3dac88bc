using LeaderHosting.Sessions;

namespace LeaderHosting.Tests.Sessions;

/// <summary>How many travel together after connections were lost under them.</summary>
public sealed class BatchBoundTests
{
    private const int Limit = 64;

    private readonly BatchBound _bound = new(Limit);

    [Fact]
    public void Each_loss_leaves_half_of_what_was_lost_and_never_less_than_one()
    {
        int[] left = [.. Enumerable.Range(0, 8).Select(_ => Lose(_bound.Operations))];

        Assert.Equal([32, 16, 8, 4, 2, 1, 1, 1], left);
    }

    [Fact]
    public void All_that_is_lost_with_one_connection_counts_once()
    {
        var losses = _bound.Losses;
        _bound.OnLost(64, losses);
        _bound.OnLost(2, losses);

        Assert.Equal(32, _bound.Operations);
    }

    [Fact]
    public void Of_one_no_longer_than_an_answered_one_only_the_second_loss_in_a_row_counts()
    {
        _bound.OnAnswered(40);
        Assert.Equal(Limit, Lose(40));

        _bound.OnAnswered(40);
        Assert.Equal(Limit, Lose(40));
        Assert.Equal(20, Lose(40));
    }

    [Fact]
    public void A_longer_one_counts_at_once()
    {
        _bound.OnAnswered(40);

        Assert.Equal(20, Lose(41));
    }

    [Fact]
    public void While_it_is_in_the_way_it_grows_to_where_it_was()
    {
        Lose(16);
        int[] grown = [.. Enumerable.Range(0, 5 * 16).Select(_ => AnswerCut(1))];

        Assert.Equal([.. Repeat(8, 15), .. Repeat(16, 16), .. Repeat(32, 16), .. Repeat(64, 33)], grown);
    }

    [Fact]
    public void One_that_was_right_before_it_grew_grows_more_seldom_each_time()
    {
        Lose(2);
        for (var patience = 16; patience < 4096; patience *= 2)
        {
            Assert.Equal(1, AnswerCut(patience - 1));
            Assert.Equal(2, AnswerCut(1));
            Assert.Equal(1, Lose(2));
        }

        Assert.Equal(2, AnswerCut(4096));
        Lose(2);
        Assert.Equal(2, AnswerCut(4096));
    }

    [Fact]
    public void A_loss_begins_the_count_anew()
    {
        Lose(16);
        AnswerCut(15);
        Lose(8);

        Assert.Equal(4, AnswerCut(15));
        Assert.Equal(8, AnswerCut(1));
    }

    private static IEnumerable<int> Repeat(int bound, int times) => Enumerable.Repeat(bound, times);

    private int Lose(int operations)
    {
        _bound.OnLost(operations, _bound.Losses);
        return _bound.Operations;
    }

    private int AnswerCut(int times)
    {
        for (var i = 0; i < times; i++)
        {
            _bound.OnCutAnswered();
        }

        return _bound.Operations;
    }
}

using LeaderHosting.Coordination;
using LeaderHosting.Sessions;

namespace LeaderHosting.Tests.Sessions;

public sealed class AnswerLengthsTests
{
    private readonly AnswerLengths _lengths = new();

    [Fact]
    public void The_longest_of_a_kind_is_expected_again()
    {
        Learn(100, 3000, 20);

        Assert.Equal(3000, _lengths.Expect(CoordinationReadKind.Node));
        Assert.Equal(0, _lengths.Expect(CoordinationReadKind.Children));
    }

    [Fact]
    public void Names_count_with_what_stands_before_each()
    {
        _lengths.Learn([new CoordinationReadResult { Children = ["abc", "de"] }]);

        Assert.Equal(4 + 3 + 4 + 2, _lengths.Expect(CoordinationReadKind.Children));
    }

    [Fact]
    public void What_comes_no_more_is_forgotten_little_by_little()
    {
        Learn(300_000);
        Learn(100);
        Assert.InRange(_lengths.Expect(CoordinationReadKind.Node), 200_000, 299_999);

        for (var i = 0; i < 500; i++)
        {
            Learn(100);
        }

        Assert.Equal(100, _lengths.Expect(CoordinationReadKind.Node));
    }

    [Fact]
    public void Answers_of_the_other_kind_and_none_at_all_change_nothing()
    {
        Learn(300_000);
        _lengths.Learn([new CoordinationReadResult { Children = ["abc"] }]);
        _lengths.Learn([new CoordinationReadResult()]);

        Assert.Equal(300_000, _lengths.Expect(CoordinationReadKind.Node));
    }

    private void Learn(params int[] lengths) =>
        _lengths.Learn([.. lengths.Select(static length => new CoordinationReadResult { Node = new CoordinationNode(new byte[length], 0, 0, 0, 0, 0) })]);
}

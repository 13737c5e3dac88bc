using FailoverDemo.Jobs;

namespace FailoverDemo.Tests.Jobs;

public sealed class PromiseCheckerTests
{
    private readonly PromiseChecker _checker = new();

    [Fact]
    public void Terms_one_after_the_other_keep_the_promise()
    {
        Add(0, "a", 1, 10);
        Add(100, "a", 1, 10);
        Add(250, "b", 2, 20);
        Add(350, "b", 2, 20);
        Add(900, "a", 5, 30);

        Assert.Empty(_checker.Violations);
        Assert.Equal(5, _checker.Jobs);
        Assert.Equal(
            [
                new TermRuns("a", 1, 10, At(0), At(100), 2),
                new TermRuns("b", 2, 20, At(250), At(350), 2),
                new TermRuns("a", 5, 30, At(900), At(900), 1),
            ],
            _checker.Terms);
    }

    [Fact]
    public void Two_jobs_in_the_same_millisecond_may_have_run_one_after_the_other()
    {
        Add(100, "a", 1, 10);
        Add(100, "b", 2, 20);

        Assert.Empty(_checker.Violations);
    }

    [Fact]
    public void A_job_of_the_old_master_after_one_of_the_new_is_found()
    {
        Add(0, "a", 1, 10);
        Add(100, "b", 2, 20);
        Add(101, "a", 1, 10);

        Assert.Equal(
            ["a ran a job under term 1 at 10:00:00.101, after b had run one under term 2 at 10:00:00.100."], _checker.Violations);
    }

    [Fact]
    public void The_order_in_which_jobs_are_read_does_not_matter()
    {
        Add(500, "c", 3, 30);
        Add(200, "b", 2, 20);
        Add(100, "a", 1, 10);
        Assert.Empty(_checker.Violations);

        Add(499, "b", 2, 20);
        Assert.Empty(_checker.Violations);

        Add(501, "b", 2, 20);
        Assert.Single(_checker.Violations);
    }

    [Fact]
    public void An_overlap_across_a_term_in_between_is_found()
    {
        Add(0, "a", 1, 10);
        Add(300, "c", 3, 30);
        Add(400, "a", 1, 10);
        Assert.Single(_checker.Violations);
    }

    [Fact]
    public void A_node_that_overlaps_with_itself_is_found_as_well()
    {
        Add(0, "a", 1, 10);
        Add(100, "a", 2, 20);
        Add(200, "a", 1, 10);

        Assert.Single(_checker.Violations);
    }

    [Theory]
    [InlineData("b", 1)]
    [InlineData("a", 2)]
    public void A_fencing_token_that_two_share_is_found(string node, long term)
    {
        Add(0, "a", 1, 10);
        Add(100, node, term, 10);

        Assert.Equal([$"{node} ran a job under term {term} with fencing token 10, which is a's of term 1."], _checker.Violations);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(2)]
    public void A_term_that_does_not_grow_with_the_token_is_found(long earlierTerm)
    {
        Add(0, "a", earlierTerm, 10);
        Add(100, "b", 2, 20);

        Assert.Equal([$"Term 2 of b has a larger fencing token than term {earlierTerm} of a."], _checker.Violations);
    }

    [Fact]
    public void Every_violation_is_reported_once()
    {
        Add(0, "a", 1, 10);
        Add(100, "b", 2, 20);
        Add(200, "a", 1, 10);
        Add(150, "a", 1, 10);
        Add(150, "b", 2, 20);

        Assert.Single(_checker.Violations);
    }

    [Fact]
    public void A_broken_promise_gives_another_exit_code()
    {
        Add(0, "a", 1, 10);
        Add(100, "b", 2, 20);
        Assert.Equal(0, ExitCode.Of(_checker));

        Add(200, "a", 1, 10);

        Assert.NotEqual(0, ExitCode.Of(_checker));
    }

    private static DateTimeOffset At(int milliseconds) => new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero).AddMilliseconds(milliseconds);

    private void Add(int milliseconds, string node, long term, long token) => _checker.Add(new JobRecord(At(milliseconds), node, term, token));
}

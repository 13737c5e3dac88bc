using LeaderHosting.Election;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Election;

public sealed class StatusFeedTests
{
    private readonly StatusFeed _feed = new();
    private LeadershipStatus _present = Term(1);

    [Fact]
    public async Task A_reader_gets_the_present_first_and_then_what_is_new()
    {
        await using var reader = Read();

        Assert.Equal(1, await NextAsync(reader));
        Publish(2);
        Assert.Equal(2, await NextAsync(reader));
    }

    [Fact]
    public async Task A_slow_reader_misses_what_lies_between_and_gets_the_newest()
    {
        await using var reader = Read();
        Assert.Equal(1, await NextAsync(reader));

        Publish(2);
        Publish(3);
        Publish(4);

        Assert.Equal(4, await NextAsync(reader));
    }

    [Fact]
    public async Task Readers_do_not_take_from_each_other()
    {
        await using var one = Read();
        await using var other = Read();
        Assert.Equal((1, 1), (await NextAsync(one), await NextAsync(other)));

        Publish(2);

        Assert.Equal((2, 2), (await NextAsync(one), await NextAsync(other)));
    }

    [Fact]
    public async Task The_time_of_the_last_contact_alone_is_no_news()
    {
        await using var reader = Read();
        Assert.Equal(1, await NextAsync(reader));
        _feed.Publish(Term(2) with { LastContact = DateTimeOffset.UnixEpoch });
        Assert.Equal(2, await NextAsync(reader));

        _feed.Publish(Term(2) with { LastContact = DateTimeOffset.UnixEpoch.AddDays(1) });
        var next = NextAsync(reader);
        Assert.False(next.IsCompleted);

        Publish(3);
        Assert.Equal(3, await next);
    }

    [Fact]
    public async Task The_end_ends_everybody_and_whoever_comes_later_gets_the_present_alone()
    {
        await using var reader = Read();
        Assert.Equal(1, await NextAsync(reader));

        _feed.Complete();
        Publish(2);
        Assert.False(await reader.MoveNextAsync());

        await using var late = Read();
        Assert.Equal(2, await NextAsync(late));
        Assert.False(await late.MoveNextAsync());
    }

    [Fact]
    public async Task A_reader_that_gives_up_is_told_so()
    {
        using var giveUp = new CancellationTokenSource();
        await using var reader = _feed.ReadAsync(() => _present, giveUp.Token).GetAsyncEnumerator(CancellationToken.None);
        Assert.Equal(1, await NextAsync(reader));

        var next = NextAsync(reader);
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    private static LeadershipStatus Term(long term) => new() { Term = term };

    private static async Task<long?> NextAsync(IAsyncEnumerator<LeadershipStatus> reader)
    {
        Assert.True(await reader.MoveNextAsync().AsTask().WaitAsync(Eventually.DefaultTimeout));
        return reader.Current.Term;
    }

    private void Publish(long term)
    {
        _present = Term(term);
        _feed.Publish(_present);
    }

    private IAsyncEnumerator<LeadershipStatus> Read() => _feed.ReadAsync(() => _present, CancellationToken.None).GetAsyncEnumerator();
}

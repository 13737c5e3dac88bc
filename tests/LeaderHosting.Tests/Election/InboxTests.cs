using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election;

/// <summary>What an election's inbox promises: one item after another, in order, and an end that can be waited for.</summary>
public sealed class InboxTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_posted_before_the_start_is_handled_first_in_order()
    {
        var handled = new List<int>();
        var inbox = new Inbox<int>(handled.Add);
        inbox.TryPost(1);
        inbox.TryPost(2);
        Assert.Empty(handled);

        inbox.Start();
        inbox.TryPost(3);
        inbox.Complete();
        await inbox.Completion.WaitAsync(Patience);

        Assert.Equal([1, 2, 3], handled);
    }

    [Fact]
    public async Task Items_of_many_threads_are_handled_one_at_a_time_and_those_of_each_thread_in_order()
    {
        const int Posters = 4;
        const int Each = 5_000;
        var inHandler = 0;
        var overlaps = 0;
        var last = new int[Posters];
        var disorder = 0;
        var inbox = new Inbox<(int Poster, int Number)>(item =>
        {
            overlaps += Interlocked.Increment(ref inHandler) > 1 ? 1 : 0;
            disorder += item.Number == last[item.Poster] + 1 ? 0 : 1;
            last[item.Poster] = item.Number;
            Interlocked.Decrement(ref inHandler);
        });
        inbox.Start();

        await Task.WhenAll(Enumerable.Range(0, Posters).Select(poster => Task.Run(() =>
        {
            for (var number = 1; number <= Each; number++)
            {
                Assert.True(inbox.TryPost((poster, number)));
            }
        })));
        inbox.Complete();
        await inbox.Completion.WaitAsync(Patience);

        Assert.Equal(0, overlaps);
        Assert.Equal(0, disorder);
        Assert.All(last, static number => Assert.Equal(Each, number));
    }

    [Fact]
    public async Task What_the_handler_posts_is_handled_after_it_has_returned()
    {
        var story = new List<string>();
        Inbox<int>? inbox = null;
        inbox = new Inbox<int>(item =>
        {
            story.Add($"begin {item}");
            if (item < 3)
            {
                inbox!.TryPost(item + 1);
            }
            else
            {
                inbox!.Complete();
            }

            story.Add($"end {item}");
        });
        inbox.Start();
        inbox.TryPost(1);
        await inbox.Completion.WaitAsync(Patience);

        Assert.Equal(["begin 1", "end 1", "begin 2", "end 2", "begin 3", "end 3"], story);
    }

    [Fact]
    public async Task A_complete_inbox_takes_nothing_more_and_is_over_once_it_has_started()
    {
        var handled = new List<int>();
        var inbox = new Inbox<int>(handled.Add);
        inbox.TryPost(1);
        inbox.Complete();

        Assert.False(inbox.TryPost(2));
        Assert.False(inbox.Completion.IsCompleted);

        inbox.Start();
        await inbox.Completion.WaitAsync(Patience);
        inbox.Complete();

        Assert.False(inbox.TryPost(3));
        Assert.Equal([1], handled);
    }

    [Fact]
    public async Task After_the_handler_has_thrown_nothing_is_handled()
    {
        var handled = new List<int>();
        var inbox = new Inbox<int>(item =>
        {
            handled.Add(item);
            throw new InvalidOperationException($"at {item}");
        });
        inbox.TryPost(1);
        inbox.TryPost(2);
        inbox.Start();

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => inbox.Completion.WaitAsync(Patience));

        Assert.Equal("at 1", error.Message);
        Assert.False(inbox.TryPost(3));
        inbox.Complete();
        Assert.Equal([1], handled);
    }

    [Fact]
    public async Task Each_item_is_handled_in_the_context_of_the_start_whatever_was_changed_in_it()
    {
        var ambient = new AsyncLocal<string>();
        var seen = new List<string?>();
        var inbox = new Inbox<int>(_ =>
        {
            seen.Add(ambient.Value);
            ambient.Value = "changed by the handler";
        });
        inbox.TryPost(1);
        inbox.TryPost(2);
        ambient.Value = "of the start";
        inbox.Start();
        ambient.Value = "of the poster";
        inbox.TryPost(3);
        inbox.Complete();
        await inbox.Completion.WaitAsync(Patience);

        Assert.Equal(["of the start", "of the start", "of the start"], seen);
        Assert.Equal("of the poster", ambient.Value);
    }
}

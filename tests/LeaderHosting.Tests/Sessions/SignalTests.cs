using LeaderHosting.Sessions;

namespace LeaderHosting.Tests.Sessions;

public sealed class SignalTests
{
    private readonly Signal _signal = new();

    [Fact]
    public void Wakes_everybody_who_waits_and_nobody_who_comes_later()
    {
        var (one, other) = (_signal.Next, _signal.Next);
        Assert.False(one.IsCompleted);

        _signal.Set();

        Assert.True(one.IsCompletedSuccessfully);
        Assert.True(other.IsCompletedSuccessfully);
        Assert.False(_signal.Next.IsCompleted);
    }

    [Fact]
    public void What_is_set_between_taking_and_waiting_is_not_missed()
    {
        var next = _signal.Next;
        _signal.Set();
        _signal.Set();

        Assert.True(next.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Whoever_waits_does_not_run_on_the_thread_that_sets()
    {
        var setter = Environment.CurrentManagedThreadId;
        var setting = true;
        var ranWithin = WaitAsync();

        _signal.Set();
        Volatile.Write(ref setting, false);

        Assert.False(await ranWithin);

        async Task<bool> WaitAsync()
        {
            await _signal.Next.ConfigureAwait(false);
            return Environment.CurrentManagedThreadId == setter && Volatile.Read(ref setting);
        }
    }
}

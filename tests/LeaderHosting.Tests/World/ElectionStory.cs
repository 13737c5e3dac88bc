namespace LeaderHosting.Tests.World;

/// <summary>A class of tests that each tell a story of a whole election. At the end of each, no two nodes may have run services at the same time.</summary>
public abstract class ElectionStory : IAsyncLifetime
{
    internal ElectionWorld World { get; } = new();

    /// <summary>
    /// Set where somebody takes away by hand what keeps two nodes apart, or where a service does not stop: then all that can be asked for is that it is short,
    /// or said aloud.
    /// </summary>
    protected bool MayOverlap { get; set; }

    /// <summary>The session timeout.</summary>
    protected static TimeSpan T => ElectionWorld.SessionTimeout;

    internal Journal Journal => World.Journal;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (!MayOverlap)
        {
            World.AssertNeverTwo();
        }

        await World.DisposeAsync();
        Assert.Empty(World.LoopFailures);
    }

    /// <summary>Waits, while the clock stands still, for a task to end well.</summary>
    internal async Task InNoTimeAsync(Task task, string what)
    {
        await World.StillAsync(() => task.IsCompleted, what);
        await task;
    }

    internal TimeSpan Between(string first, string second) =>
        World.Clock.GetElapsedTime(Journal.TimeOf(first), Journal.TimeOf(second));
}

using LeaderHosting.TestKit;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>Waits that end with a failed test rather than with none.</summary>
internal static class TaskAssertions
{
    public static Task<T> SoonAsync<T>(this Task<T> task) => task.WaitAsync(Eventually.DefaultTimeout);

    public static Task SoonAsync(this Task task) => task.WaitAsync(Eventually.DefaultTimeout);

    /// <summary>Waits for a failure of exactly this kind.</summary>
    public static Task<TException> ThrowsAsync<TException>(this Task task)
        where TException : Exception => Assert.ThrowsAsync<TException>(() => task.WaitAsync(Eventually.DefaultTimeout));
}

using System.Diagnostics;

namespace LeaderHosting.TestKit;

/// <summary>Tells when the thread pool has nothing more to do.</summary>
public static class ThreadPoolRest
{
    private static readonly TimeSpan Calm = TimeSpan.FromMicroseconds(150);

    /// <summary>Waits until for a moment nothing was queued and nothing was completed.</summary>
    public static async Task WaitAsync()
    {
        // Off this thread first: what is queued to it alone would otherwise wait for the caller.
        await Task.Yield();

        var since = Stopwatch.GetTimestamp();
        var completed = ThreadPool.CompletedWorkItemCount;
        while (Stopwatch.GetElapsedTime(since) < Calm)
        {
            Thread.Yield();
            if (ThreadPool.PendingWorkItemCount == 0 && ThreadPool.CompletedWorkItemCount == completed)
            {
                continue;
            }

            // Give way to what is queued on this thread.
            await Task.Yield();
            since = Stopwatch.GetTimestamp();
            completed = ThreadPool.CompletedWorkItemCount;
        }
    }
}

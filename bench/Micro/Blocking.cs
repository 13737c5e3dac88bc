namespace LeaderHosting.Bench.Micro;

/// <summary>Waits for asynchronous set-up: in-process, BenchmarkDotNet goes on without waiting for a task that a setup or a cleanup returns.</summary>
internal static class Blocking
{
    /// <summary>Runs it to its end.</summary>
    public static void Run(Func<Task> action)
    {
#pragma warning disable VSTHRD002 // There is nothing on this thread that could be waited for.
        Task.Run(action).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
    }
}

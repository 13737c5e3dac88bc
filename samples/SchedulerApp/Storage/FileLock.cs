namespace SchedulerApp.Storage;

/// <summary>
/// A lock among the processes of one machine: a file that is open in one place only. The operating system releases it when its holder dies.
/// </summary>
/// <remarks>
/// The file stays when the lock is released. Were it deleted, a process that had just opened the deleted one and another that created a new one
/// could both hold "the" lock.
/// </remarks>
internal sealed class FileLock(string path, TimeProvider time)
{
    /// <summary>How long to wait for another holder. A holder only writes a line; one that takes longer is frozen.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(5);

    /// <summary>Waits for the lock.</summary>
    /// <returns>The lock; dispose it to release it.</returns>
    /// <exception cref="IOException">It could not be had within <see cref="Timeout"/>.</exception>
    public async Task<IDisposable> AcquireAsync(CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException error) when (IsSharingViolation(error))
            {
                if (time.GetElapsedTime(start) >= Timeout)
                {
                    throw new IOException($"Another process has held '{path}' for {Timeout.TotalSeconds:0} seconds.", error);
                }
            }

            await Task.Delay(RetryDelay, time, cancellationToken);
        }
    }

    /// <summary>.NET has no type of its own for it; all that are something else, such as a missing folder, do.</summary>
    private static bool IsSharingViolation(IOException error) => error.GetType() == typeof(IOException);
}

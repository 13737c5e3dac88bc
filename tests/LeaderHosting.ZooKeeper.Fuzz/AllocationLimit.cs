namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>Finds a target that believes a length: what a case sends are some kilobytes, and what it announces are gigabytes.</summary>
internal readonly struct AllocationLimit()
{
    private const long MostBytes = 64 * 1024 * 1024;

    private readonly long _before = GC.GetTotalAllocatedBytes();

    /// <exception cref="FuzzFailureException">Too much was allocated since this was made.</exception>
    public void Check()
    {
        var allocated = GC.GetTotalAllocatedBytes() - _before;
        if (allocated > MostBytes)
        {
            throw new FuzzFailureException($"The case allocated {allocated} bytes.");
        }
    }
}

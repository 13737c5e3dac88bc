using LeaderHosting.Chaos.Checking;
using LeaderHosting.Chaos.Machines;

namespace LeaderHosting.Chaos.Tests.Machines;

public class ProcessResourcesTests
{
    [Fact]
    public void A_process_has_memory_handles_and_threads()
    {
        var found = ProcessResources.Of(Environment.ProcessId);

        Assert.Equal([ResourceKind.MemoryKiB, ResourceKind.Handles, ResourceKind.Threads], found.Select(static use => use.Resource));
        Assert.All(found, static use => Assert.InRange(use.Amount, 2, 100_000_000));
    }

    [Fact]
    public void A_process_that_has_ended_has_nothing() => Assert.Empty(ProcessResources.Of(int.MaxValue));
}

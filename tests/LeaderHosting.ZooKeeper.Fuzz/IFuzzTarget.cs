namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>What hostile bytes are sent to. One case runs at a time.</summary>
public interface IFuzzTarget : IAsyncDisposable
{
    /// <summary>Runs a case.</summary>
    /// <exception cref="FuzzFailureException">The target did something it never must.</exception>
    Task RunAsync(FuzzCase fuzzCase);
}

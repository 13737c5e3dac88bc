namespace LeaderHosting.Bench.Contender.Bare;

/// <summary>Something small that is asked of the servers again and again.</summary>
internal interface IBeat : IAsyncDisposable
{
    /// <summary>Makes ready for it.</summary>
    Task ConnectAsync();

    /// <summary>Asks once, and waits for the answer.</summary>
    Task AskAsync();
}

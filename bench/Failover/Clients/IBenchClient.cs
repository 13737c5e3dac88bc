namespace LeaderHosting.Bench.Failover.Clients;

/// <summary>A ZooKeeper client to be measured.</summary>
internal interface IBenchClient : IAsyncDisposable
{
    /// <summary>What tables call it.</summary>
    string Name { get; }

    /// <summary>Measures everything once: figures by name, such as <c>get-p50</c> in microseconds and <c>rate-200</c> in requests per second.</summary>
    Task<IReadOnlyDictionary<string, double>> RunRoundAsync();
}

using System.Globalization;
using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.TestKit;

namespace LeaderHosting.Bench.Failover.Clients;

/// <summary>A client in a process of its own (bench/peers).</summary>
internal sealed class PeerClient(string name, ChildProcess process) : IBenchClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<string, double>> RunRoundAsync()
    {
        var mark = process.Output.Count;
        await process.WriteLineAsync("round");
        ContenderEvent? round = null;
        await process.WaitForLineAsync(line => ContenderEvent.TryParse(line, out round) && round.Kind == "ROUND", "a round", mark, Patience);
        return round!.Details
            .Select(static detail => detail.Split('='))
            .ToDictionary(static pair => pair[0], static pair => double.Parse(pair[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}

using System.Globalization;
using System.Text;
using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>The answer to <c>mntr</c>: the numbers that monitoring reads, one to a line, of those that mean something here.</summary>
internal static class MonitorReport
{
    public static string ToText(ServerState state)
    {
        var numbers = state.Statistics;
        var text = new StringBuilder();
        Add(text, "version", ServerVersion.Text);
        Add(text, "server_state", "standalone");
        Add(text, "ephemerals_count", state.Tree.EphemeralCount);
        Add(text, "num_alive_connections", state.Callers.Count);
        Add(text, "avg_latency", Math.Round(numbers.AverageLatency, 4));
        Add(text, "min_latency", numbers.MinLatency < double.MaxValue ? (long)numbers.MinLatency : 0);
        Add(text, "max_latency", (long)numbers.MaxLatency);
        Add(text, "outstanding_requests", 0);
        Add(text, "znode_count", state.Tree.Count);
        Add(text, "global_sessions", state.Sessions.All.Count);
        Add(text, "watch_count", state.Watches.Data.Count + state.Watches.Children.Count);
        Add(text, "packets_received", numbers.Received);
        Add(text, "packets_sent", numbers.Sent);
        Add(text, "approximate_data_size", state.Tree.DataSize);
        return text.ToString();
    }

    private static void Add(StringBuilder text, string name, object value) =>
        text.Append(CultureInfo.InvariantCulture, $"zk_{name}\t{value}\n");
}

using System.Globalization;
using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>How the server does: the answers to <c>srvr</c> and <c>stat</c>.</summary>
internal static class StatusReport
{
    public static string Server(ServerState state) => Version + Numbers(state);

    public static string ServerAndClients(ServerState state) => $"{Version}Clients:\n{ConnectionReport.Brief(state)}{Numbers(state)}";

    private const string Version = $"Zookeeper version: {ServerVersion.Text}\n";

    private static string Numbers(ServerState state) => string.Create(CultureInfo.InvariantCulture, $"""
        Latency min/avg/max: {(state.Statistics.MinLatency < double.MaxValue ? state.Statistics.MinLatency : 0):0}/{state.Statistics.AverageLatency:0.0###}/{state.Statistics.MaxLatency:0}
        Received: {state.Statistics.Received}
        Sent: {state.Statistics.Sent}
        Connections: {state.Callers.Count}
        Outstanding: 0
        Zxid: 0x{state.Zxid:x}
        Mode: standalone
        Node count: {state.Tree.Count}

        """);
}

using System.Globalization;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>The answer to <c>conf</c>: how the server was started. There is no data directory to name.</summary>
internal sealed record Configuration(int Port, ServerLimits Limits, int MaxConnectionsPerAddress)
{
    public string ToText() => string.Create(CultureInfo.InvariantCulture, $"""
        clientPort={Port}
        secureClientPort=-1
        dataDir=
        dataDirSize=0
        dataLogDir=
        dataLogSize=0
        tickTime={Limits.Tick}
        maxClientCnxns={MaxConnectionsPerAddress}
        minSessionTimeout={Limits.MinSessionTimeout}
        maxSessionTimeout={Limits.MaxSessionTimeout}
        clientPortListenBacklog=-1
        serverId=0

        """);
}

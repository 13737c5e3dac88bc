using System.Text;
using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>
/// Answers the commands that monitoring tools send in place of a packet, in the words of ZooKeeper 3.8. Which ones are answered is a matter of
/// the whitelist, as in its <c>FourLetterCommands</c>.
/// </summary>
internal sealed class FourLetterWordResponder
{
    /// <summary>What upstream knows. Of these, tracing and hashes are never answered here.</summary>
    private static readonly HashSet<string> Known =
    [
        "conf", "cons", "crst", "dirs", "dump", "envi", "gtmk", "hash", "isro", "mntr", "ruok", "srst", "srvr", "stat", "stmk", "wchc", "wchp", "wchs",
    ];

    private static readonly HashSet<string> NeverAnswered = ["gtmk", "stmk", "hash"];

    private readonly HashSet<string> _enabled;
    private readonly ServerCore _core;
    private readonly Configuration _configuration;

    public FourLetterWordResponder(ServerCore core, ZooKeeperTestServerOptions options, ServerLimits limits, int port)
    {
        _core = core;
        _configuration = new Configuration(port, limits, options.MaxConnectionsPerAddress);
        var wanted = options.FourLetterWordWhitelist.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        _enabled = [.. wanted.Contains("*") ? Known : Known.Intersect(wanted), "srvr"];
        _enabled.ExceptWith(NeverAnswered);
    }

    /// <summary>The answer to <paramref name="word"/>, or null when it is no command but the length of a packet.</summary>
    public byte[]? Answer(ReadOnlySpan<byte> word)
    {
        var command = Encoding.ASCII.GetString(word);
        return Known.Contains(command) ? Encoding.UTF8.GetBytes(Run(command)) : null;
    }

    private string Run(string command)
    {
        if (!_enabled.Contains(command))
        {
            return $"{command} is not executed because it is not in the whitelist.\n";
        }

        return command switch
        {
            "ruok" => "imok",
            "isro" => "rw",
            "conf" => _configuration.ToText(),
            "envi" => EnvironmentReport.ToText(),
            "dirs" => "datadir_size: 0\nlogdir_size: 0\n",
            "srvr" => _core.Read(state => StatusReport.Server(state)),
            "stat" => _core.Read(state => StatusReport.ServerAndClients(state)),
            "mntr" => _core.Read(state => MonitorReport.ToText(state)),
            "cons" => _core.Read(state => ConnectionReport.Detailed(state)),
            "dump" => _core.Read(state => SessionReport.ToText(state)),
            "wchs" => _core.Read(state => WatchReport.Summary(state)),
            "wchc" => _core.Read(state => WatchReport.ByConnection(state)),
            "wchp" => _core.Read(state => WatchReport.ByPath(state)),
            "crst" => _core.Read(ResetConnections),
            "srst" => _core.Read(ResetServer),
            _ => throw new InvalidOperationException($"The command {command} has no answer."),
        };
    }

    private static string ResetConnections(ServerState state)
    {
        foreach (var caller in state.Callers)
        {
            caller.Statistics.Reset();
        }

        return "Connection stats reset.\n";
    }

    private static string ResetServer(ServerState state)
    {
        state.Statistics.Reset();
        return "Server stats reset.\n";
    }
}

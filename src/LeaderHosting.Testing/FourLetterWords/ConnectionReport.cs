using System.Globalization;
using System.Text;
using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>Who is connected: the answer to <c>cons</c>, and a part of the answer to <c>stat</c>.</summary>
internal static class ConnectionReport
{
    public static string Detailed(ServerState state) => List(state, detailed: true) + "\n";

    public static string Brief(ServerState state) => List(state, detailed: false) + "\n";

    private static string List(ServerState state, bool detailed)
    {
        var text = new StringBuilder();
        foreach (var caller in state.Callers)
        {
            var numbers = caller.Statistics;
            text.Append(CultureInfo.InvariantCulture, $" /{caller.Remote}[1](queued=0,recved={numbers.Received},sent={numbers.Sent}");
            if (detailed && caller.Session is { } session)
            {
                text.Append(CultureInfo.InvariantCulture, $",sid=0x{session.Id:x},lop={numbers.LastOperation}");
                text.Append(CultureInfo.InvariantCulture, $",est={caller.Established.ToUnixTimeMilliseconds()},to={session.Timeout}");
                if (numbers.LastXid >= 0)
                {
                    text.Append(CultureInfo.InvariantCulture, $",lcxid=0x{numbers.LastXid:x}");
                }

                text.Append(CultureInfo.InvariantCulture, $",lzxid=0x{numbers.LastZxid:x}");
            }

            text.Append(")\n");
        }

        return text.ToString();
    }
}

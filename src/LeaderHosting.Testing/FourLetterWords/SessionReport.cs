using System.Globalization;
using System.Text;
using LeaderHosting.Testing.Core;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>The answer to <c>dump</c>: sessions by the tick in which they expire, and what they own.</summary>
internal static class SessionReport
{
    public static string ToText(ServerState state)
    {
        var text = new StringBuilder();
        var buckets = state.Sessions.Buckets.Buckets.ToArray();
        var now = state.Sessions.Now;
        text.Append(CultureInfo.InvariantCulture, $"SessionTracker dump:\nSession Sets ({buckets.Length})/({state.Sessions.All.Count}):\n");
        foreach (var (deadline, sessions) in buckets)
        {
            text.Append(CultureInfo.InvariantCulture, $"{sessions.Count} expire in {deadline - now} ms:\n");
            foreach (var session in sessions)
            {
                text.Append(CultureInfo.InvariantCulture, $"\t0x{session.Id:x}\n");
            }
        }

        var owners = state.Tree.Ephemerals.ToArray();
        text.Append(CultureInfo.InvariantCulture, $"ephemeral nodes dump:\nSessions with Ephemerals ({owners.Length}):\n");
        foreach (var (session, paths) in owners)
        {
            text.Append(CultureInfo.InvariantCulture, $"0x{session:x}:\n");
            foreach (var path in paths)
            {
                text.Append(CultureInfo.InvariantCulture, $"\t{path}\n");
            }
        }

        return text.ToString();
    }
}

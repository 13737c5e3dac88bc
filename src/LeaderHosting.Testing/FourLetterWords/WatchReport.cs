using System.Globalization;
using System.Text;
using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Watches;

namespace LeaderHosting.Testing.FourLetterWords;

/// <summary>Who watches what: the answers to <c>wchs</c>, <c>wchc</c> and <c>wchp</c>. As upstream's, they tell of data watches only.</summary>
internal static class WatchReport
{
    public static string Summary(ServerState state) => string.Create(
        CultureInfo.InvariantCulture,
        $"{state.Watches.Data.WatcherCount} connections watching {state.Watches.Data.PathCount} paths\nTotal watches:{state.Watches.Data.Count}\n");

    public static string ByConnection(ServerState state)
    {
        var text = new StringBuilder();
        foreach (var (watcher, paths) in state.Watches.Data.ByWatcher)
        {
            text.Append(CultureInfo.InvariantCulture, $"{Name(watcher)}\n");
            foreach (var path in paths)
            {
                text.Append(CultureInfo.InvariantCulture, $"\t{path}\n");
            }
        }

        return text.Append('\n').ToString();
    }

    public static string ByPath(ServerState state)
    {
        var text = new StringBuilder();
        foreach (var (path, watchers) in state.Watches.Data.ByPath)
        {
            text.Append(CultureInfo.InvariantCulture, $"{path}\n");
            foreach (var watcher in watchers)
            {
                text.Append(CultureInfo.InvariantCulture, $"\t{Name(watcher)}\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Name(IWatcher watcher) => string.Create(CultureInfo.InvariantCulture, $"0x{((Caller)watcher).SessionId:x}");
}

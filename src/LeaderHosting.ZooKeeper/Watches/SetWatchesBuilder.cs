using System.Text;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Watches;

/// <summary>Spreads watches over setWatches requests, so that a session with very many of them does not exceed the server's packet limit.</summary>
internal sealed class SetWatchesBuilder(long lastZxidSeen, int maxLength)
{
    private readonly List<SetWatchesRequest> _full = [];
    private List<string> _data = [];
    private List<string> _exists = [];
    private List<string> _children = [];
    private int _length;

    public void Add(WatchKind kind, string path)
    {
        var length = sizeof(int) + Encoding.UTF8.GetByteCount(path);
        if (_length > 0 && _length + length > maxLength)
        {
            Cut();
        }

        _length += length;
        var list = kind switch
        {
            WatchKind.Data => _data,
            WatchKind.Exists => _exists,
            _ => _children,
        };
        list.Add(path);
    }

    public IReadOnlyList<SetWatchesRequest> Build()
    {
        if (_length > 0)
        {
            Cut();
        }

        return _full;
    }

    private void Cut()
    {
        _full.Add(new SetWatchesRequest(lastZxidSeen, _data, _exists, _children));
        (_data, _exists, _children) = ([], [], []);
        _length = 0;
    }
}

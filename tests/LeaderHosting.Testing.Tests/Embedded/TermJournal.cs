using LeaderHosting.TestKit;

namespace LeaderHosting.Testing.Tests.Embedded;

/// <summary>What the leader-only services of several hosts did, in the order in which they did it. Thread-safe.</summary>
internal sealed class TermJournal
{
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    public IReadOnlyList<Entry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    public IReadOnlyList<Entry> Starts => [.. Entries.Where(static entry => entry.Started)];

    public void Add(string node, LeadershipTerm term, bool started)
    {
        lock (_lock)
        {
            _entries.Add(new Entry(node, term.Number, term.FencingToken, started));
        }
    }

    /// <summary>Waits for a start with a larger token than <paramref name="token"/>.</summary>
    public async Task<Entry> WaitForStartAfterAsync(long token)
    {
        var starts = await Eventually.ValueAsync(
            () => Starts, found => found.Any(start => start.Token > token), $"a master with a token above {token}");
        return starts.First(start => start.Token > token);
    }

    /// <summary>Every service stopped before the next one started, and tokens only grew.</summary>
    public void AssertNeverTwo()
    {
        var entries = Entries;
        Entry? running = null;
        var newest = 0L;
        foreach (var entry in entries)
        {
            if (entry.Started)
            {
                Assert.True(running is null, $"{entry} while {running} was running:{Environment.NewLine}{Show(entries)}");
                Assert.True(entry.Token > newest, $"The token of {entry} is not above {newest}:{Environment.NewLine}{Show(entries)}");
                running = entry;
                newest = entry.Token;
            }
            else
            {
                Assert.Equal(running, entry with { Started = true });
                running = null;
            }
        }
    }

    private static string Show(IReadOnlyList<Entry> entries) => string.Join(Environment.NewLine, entries);

    internal sealed record Entry(string Node, long Term, long Token, bool Started);
}

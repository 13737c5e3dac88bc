namespace LeaderHosting.Hosting;

/// <summary>The elections that were added to a container, and where their settings come from. Filled before the container is built.</summary>
internal sealed class ElectionRegistry
{
    private readonly List<LeadershipOptionsSource> _sources = [];
    private readonly HashSet<LeadershipOptionsSource> _known = [];
    private readonly Dictionary<string, LeadershipOptionsSource> _first = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in the order in which the elections were added; the empty one is the unnamed election's.</summary>
    public IEnumerable<string> Names => _sources.Select(static s => s.Name).Distinct(StringComparer.Ordinal);

    /// <summary>Whether no election of the name was added yet.</summary>
    /// <exception cref="ArgumentException">There is one whose name differs only in case, which configuration and health checks can't tell apart.</exception>
    public bool IsNew(string name)
    {
        if (!_first.TryGetValue(name, out var known))
        {
            return true;
        }

        return known.Name == name
            ? false
            : throw new ArgumentException($"The name '{name}' differs from that of another election, '{known.Name}', only in case.", nameof(name));
    }

    /// <summary>Adds a source of settings; false when it was added before.</summary>
    public bool Add(LeadershipOptionsSource source)
    {
        if (!_known.Add(source))
        {
            return false;
        }

        _sources.Add(source);
        _first.TryAdd(source.Name, source);
        return true;
    }

    /// <summary>Whether there is an election of the name, whatever its case.</summary>
    public bool Contains(string name) => _first.ContainsKey(name);

    /// <summary>Where the settings of an election were first looked for.</summary>
    public LeadershipOptionsSource? FirstOf(string? name) => name is null ? null : _first.GetValueOrDefault(name);
}

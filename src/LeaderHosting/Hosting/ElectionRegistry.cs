using Microsoft.Extensions.Configuration;

namespace LeaderHosting.Hosting;

/// <summary>The elections that were added to a container, and where their settings come from. Filled before the container is built.</summary>
internal sealed class ElectionRegistry
{
    private readonly List<string> _names = [];
    private readonly Dictionary<string, List<Section>> _sections = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The names, in the order in which the elections were added; the empty one is the unnamed election's.</summary>
    public IReadOnlyList<string> Names => _names;

    /// <summary>Adds a source of settings, unless it was added before.</summary>
    /// <param name="source">The election's name and where its settings are.</param>
    /// <param name="section">The section that holds them; <see langword="null"/> if the host's configuration has it.</param>
    /// <returns>Whether no election of the name was added before.</returns>
    /// <exception cref="ArgumentException">There is an election whose name differs only in case, which configuration and health checks can't tell apart.</exception>
    public bool Add(LeadershipOptionsSource source, IConfigurationSection? section = null)
    {
        if (!_sections.TryGetValue(source.Name, out var sections))
        {
            _names.Add(source.Name);
            _sections.Add(source.Name, [new Section(source, section)]);
            return true;
        }

        if (sections[0].Source.Name != source.Name)
        {
            throw Conflict(source.Name, sections[0].Source.Name);
        }

        if (!sections.Exists(known => known.Source == source))
        {
            sections.Add(new Section(source, section));
        }

        return false;
    }

    /// <summary>Whether there is an election of the name, whatever its case.</summary>
    public bool Contains(string name) => _sections.ContainsKey(name);

    /// <summary>Where the settings of an election were first looked for.</summary>
    public LeadershipOptionsSource? FirstOf(string? name) => name is null ? null : _sections.GetValueOrDefault(name)?[0].Source;

    /// <summary>Reads what the configuration holds for an election; of two sections the one added later counts.</summary>
    /// <param name="name">The election.</param>
    /// <param name="options">Are filled.</param>
    /// <param name="configuration">Gives the host's configuration.</param>
    public void Bind(string name, ZooKeeperLeadershipOptions options, Func<IConfiguration> configuration)
    {
        if (FirstOf(name)?.Name != name)
        {
            return;
        }

        foreach (var (source, section) in _sections[name])
        {
            // The section of its own is a part of the shared one.
            if (source.SharedSectionPath is { } shared && !ZooKeeperLeadershipOptionsBinder.Bind(configuration().GetSection(shared), options, isShared: true))
            {
                continue;
            }

            ZooKeeperLeadershipOptionsBinder.Bind(section ?? configuration().GetSection(source.SectionPath), options);
        }
    }

    private static ArgumentException Conflict(string name, string other) =>
        new($"The name '{name}' differs from that of another election, '{other}', only in case.", nameof(name));

    private readonly record struct Section(LeadershipOptionsSource Source, IConfigurationSection? Given);
}

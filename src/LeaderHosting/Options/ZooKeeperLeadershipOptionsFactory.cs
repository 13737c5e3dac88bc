using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace LeaderHosting;

/// <summary>Makes the options of an election from the sources that are meant for it, in the order in which they were registered.</summary>
/// <remarks>
/// The framework's factory asks every source for every name, and of a thousand elections each has two or more: two million questions before the host has started.
/// </remarks>
internal sealed class ZooKeeperLeadershipOptionsFactory : IOptionsFactory<ZooKeeperLeadershipOptions>
{
    private readonly Dictionary<string, List<Source>> _named = new(StringComparer.Ordinal);
    private readonly List<Source> _others = [];
    private readonly IPostConfigureOptions<ZooKeeperLeadershipOptions>[] _postConfigures;
    private readonly IValidateOptions<ZooKeeperLeadershipOptions>[] _validations;

    public ZooKeeperLeadershipOptionsFactory(
        IEnumerable<IConfigureOptions<ZooKeeperLeadershipOptions>> sources,
        IEnumerable<IPostConfigureOptions<ZooKeeperLeadershipOptions>> postConfigures,
        IEnumerable<IValidateOptions<ZooKeeperLeadershipOptions>> validations)
    {
        foreach (var (place, configure) in sources.Index())
        {
            SourcesOf(NameOf(configure)).Add(new Source(place, configure));
        }

        _postConfigures = [.. postConfigures];
        _validations = [.. validations];
    }

    /// <inheritdoc/>
    public ZooKeeperLeadershipOptions Create(string name)
    {
        var sources = _named.GetValueOrDefault(name, []).Concat(_others).OrderBy(static source => source.Place).Select(static source => source.Configure);
        return new OptionsFactory<ZooKeeperLeadershipOptions>(sources, _postConfigures, _validations).Create(name);
    }

    private List<Source> SourcesOf(string? name)
    {
        if (name is null)
        {
            return _others;
        }

        if (!_named.TryGetValue(name, out var sources))
        {
            _named.Add(name, sources = []);
        }

        return sources;
    }

    /// <summary>The name that a source is for; <see langword="null"/> if it is for all, or if only it can tell.</summary>
    private static string? NameOf(IConfigureOptions<ZooKeeperLeadershipOptions> source) => source switch
    {
        ConfigureNamedOptions<ZooKeeperLeadershipOptions> named => named.Name,
        ConfigureNamedOptions<ZooKeeperLeadershipOptions, IConfiguration> named => named.Name,
        _ => null,
    };

    private readonly record struct Source(int Place, IConfigureOptions<ZooKeeperLeadershipOptions> Configure);
}

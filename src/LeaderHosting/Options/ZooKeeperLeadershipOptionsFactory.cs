using LeaderHosting.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace LeaderHosting;

/// <summary>Makes the options of an election: from its configuration sections, then from the code that is meant for it, in the order in which it was registered.</summary>
/// <remarks>
/// The framework's factory asks every source for every name, and of a thousand elections each has one or more: a million questions before the host has started.
/// </remarks>
internal sealed class ZooKeeperLeadershipOptionsFactory : IOptionsFactory<ZooKeeperLeadershipOptions>
{
    private readonly Dictionary<string, List<Source>> _named = new(StringComparer.Ordinal);
    private readonly List<Source> _others = [];
    private readonly ElectionRegistry _elections;
    private readonly Func<IConfiguration> _configuration;
    private readonly IPostConfigureOptions<ZooKeeperLeadershipOptions>[] _postConfigures;
    private readonly IValidateOptions<ZooKeeperLeadershipOptions>[] _validations;

    public ZooKeeperLeadershipOptionsFactory(
        ElectionRegistry elections,
        IServiceProvider services,
        IEnumerable<IConfigureOptions<ZooKeeperLeadershipOptions>> sources,
        IEnumerable<IPostConfigureOptions<ZooKeeperLeadershipOptions>> postConfigures,
        IEnumerable<IValidateOptions<ZooKeeperLeadershipOptions>> validations)
    {
        _elections = elections;
        _configuration = services.GetRequiredService<IConfiguration>;
        foreach (var (place, configure) in sources.Index())
        {
            SourcesOf(NameOf(configure)).Add(new Source(place, configure));
        }

        _postConfigures = [.. postConfigures];
        _validations = [.. validations];
    }

    /// <inheritdoc/>
    public ZooKeeperLeadershipOptions Create(string name) => new FactoryOfOne(this, SourcesFor(name)).Create(name);

    private IConfigureOptions<ZooKeeperLeadershipOptions>[] SourcesFor(string name)
    {
        var sources = _named.GetValueOrDefault(name, []);
        if (_others.Count > 0)
        {
            sources = [.. sources.Concat(_others).OrderBy(static source => source.Place)];
        }

        var configures = new IConfigureOptions<ZooKeeperLeadershipOptions>[sources.Count];
        for (var i = 0; i < configures.Length; i++)
        {
            configures[i] = sources[i].Configure;
        }

        return configures;
    }

    private List<Source> SourcesOf(string? name)
    {
        if (name is null)
        {
            return _others;
        }

        if (!_named.TryGetValue(name, out var sources))
        {
            _named.Add(name, sources = new(capacity: 1));
        }

        return sources;
    }

    /// <summary>The name that a source is for; <see langword="null"/> if it is for all, or if only it can tell.</summary>
    private static string? NameOf(IConfigureOptions<ZooKeeperLeadershipOptions> source) =>
        source is ConfigureNamedOptions<ZooKeeperLeadershipOptions> named ? named.Name : null;

    private readonly record struct Source(int Place, IConfigureOptions<ZooKeeperLeadershipOptions> Configure);

    /// <summary>The framework's factory, asking only the sources that are meant for the election.</summary>
    private sealed class FactoryOfOne(ZooKeeperLeadershipOptionsFactory all, IConfigureOptions<ZooKeeperLeadershipOptions>[] sources)
        : OptionsFactory<ZooKeeperLeadershipOptions>(sources, all._postConfigures, all._validations)
    {
        protected override ZooKeeperLeadershipOptions CreateInstance(string name)
        {
            var options = new ZooKeeperLeadershipOptions();
            all._elections.Bind(name, options, all._configuration);
            return options;
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LeaderHosting;

/// <summary>Reads the options from a configuration section. Values that can't be read are left out and kept for the validator to tell of.</summary>
/// <remarks>The framework's binder would throw at the first of them, without a word about the others or about what would be right.</remarks>
internal static class ZooKeeperLeadershipOptionsBinder
{
    // A number alone would be read as days, which nobody means.
    private static readonly Kind Time = new(
        static v => v.Contains(':', StringComparison.Ordinal) && TimeSpan.TryParse(v, CultureInfo.InvariantCulture, out _), "a time such as '00:00:10'");

    private static readonly Kind Text = new(static _ => true, "a text");
    private static readonly Kind Switch = new(static v => bool.TryParse(v, out _), "true or false");

    private static readonly Kind Number = new(
        static v => int.TryParse(v, NumberStyles.Integer, CultureInfo.InvariantCulture, out _), $"a whole number from {int.MinValue} to {int.MaxValue}");

    /// <summary>All keys, and what each holds.</summary>
    private static readonly Dictionary<string, Kind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ZooKeeperLeadershipOptions.ConnectionString)] = Text,
        [nameof(ZooKeeperLeadershipOptions.ElectionPath)] = Text,
        [nameof(ZooKeeperLeadershipOptions.NodeName)] = Text,
        [nameof(ZooKeeperLeadershipOptions.SessionTimeout)] = Time,
        [nameof(ZooKeeperLeadershipOptions.StopBudget)] = Time,
        [nameof(ZooKeeperLeadershipOptions.StopOverrun)] = Word<StopOverrunBehavior>(),
        [nameof(ZooKeeperLeadershipOptions.ServiceFault)] = Word<ServiceFaultBehavior>(),
        [nameof(ZooKeeperLeadershipOptions.AdvertisedUrl)] = Text,
        [nameof(ZooKeeperLeadershipOptions.Candidate)] = Switch,
        [nameof(ZooKeeperLeadershipOptions.Priority)] = Number,
        [nameof(ZooKeeperLeadershipOptions.MinimumTenure)] = Time,
        [nameof(ZooKeeperLeadershipOptions.Order)] = Word<LeadershipOrder>(),
        [nameof(ZooKeeperLeadershipOptions.Spread)] = Switch,
        [nameof(ZooKeeperLeadershipOptions.CandidacyHealthTag)] = Text,
        [nameof(ZooKeeperLeadershipOptions.CandidacyHealthInterval)] = Time,
        [nameof(ZooKeeperLeadershipOptions.DigestUser)] = Text,
        [nameof(ZooKeeperLeadershipOptions.DigestPassword)] = Text,
        [nameof(ZooKeeperLeadershipOptions.Acl)] = Word<ZooKeeperLeadershipAcl>(),
    };

    /// <summary>Takes over what the section says.</summary>
    /// <param name="section">The section.</param>
    /// <param name="options">Are filled.</param>
    /// <param name="isShared">Whether other elections read the section too: then the election path in it is not for this one.</param>
    /// <returns>Whether it says anything.</returns>
    public static bool Bind(IConfigurationSection section, ZooKeeperLeadershipOptions options, bool isShared = false)
    {
        Dictionary<string, string?>? readable = null;
        var isEmpty = true;
        foreach (var setting in section.GetChildren())
        {
            isEmpty = false;
            if (IsElections(setting))
            {
                options.ConfiguredElections = [.. options.ConfiguredElections, .. setting.GetChildren().Select(static election => election.Key)];
            }
            else if (!Kinds.TryGetValue(setting.Key, out var kind))
            {
                // A misspelt path, left out on one node, would make two elections of one.
                options.Unreadable = [.. options.Unreadable, $"{setting.Path} is no setting of an election; there are {string.Join(", ", Kinds.Keys)}"];
            }
            else if (setting.Value is { Length: > 0 } value && !kind.CanRead(value))
            {
                options.Unreadable = [.. options.Unreadable, $"{setting.Path} must be {kind.Expected}; it is '{value}'"];
            }
            else if (!(isShared && setting.Key.Equals(nameof(ZooKeeperLeadershipOptions.ElectionPath), StringComparison.OrdinalIgnoreCase)))
            {
                readable ??= new(StringComparer.OrdinalIgnoreCase);
                readable.Add(setting.Key, setting.Value);
            }
        }

        // To bind nothing takes nearly as long as to bind something.
        if (readable is null)
        {
            return !isEmpty;
        }

        if (!isShared)
        {
            options.OwnKeys ??= new(StringComparer.OrdinalIgnoreCase);
            options.OwnKeys.UnionWith(readable.Keys);
        }

        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Bind(options);
        return true;
    }

    /// <summary>Whether a setting is no setting, but the subsection of the named elections.</summary>
    private static bool IsElections(IConfigurationSection setting) => setting.Path.Equals(
        $"{ZooKeeperLeadershipOptions.SectionName}:{LeadershipOptionsSource.ElectionsKey}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The words of an enumeration, as a sentence names them: <c>A, B or C</c>.</summary>
    public static string Choice<TEnum>()
        where TEnum : struct, Enum
    {
        var names = Enum.GetNames<TEnum>();
        return $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    private static Kind Word<TEnum>()
        where TEnum : struct, Enum =>
        new(static v => Enum.TryParse<TEnum>(v, ignoreCase: true, out _), Choice<TEnum>());

    private sealed record Kind(Func<string, bool> CanRead, string Expected);
}

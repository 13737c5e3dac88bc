using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace LeaderHosting;

/// <summary>Reads the options from a configuration section. Values that can't be read are left out and kept for the validator to tell of.</summary>
/// <remarks>The framework's binder would throw at the first of them, without a word about the others or about what would be right.</remarks>
internal static class ZooKeeperLeadershipOptionsBinder
{
    private static readonly Kind Time = new(static v => TimeSpan.TryParse(v, CultureInfo.InvariantCulture, out _), "a time such as '00:00:10'");
    private static readonly Kind Switch = new(static v => bool.TryParse(v, out _), "true or false");

    /// <summary>What the keys hold that hold no text.</summary>
    private static readonly Dictionary<string, Kind> Kinds = new(StringComparer.OrdinalIgnoreCase)
    {
        [nameof(ZooKeeperLeadershipOptions.SessionTimeout)] = Time,
        [nameof(ZooKeeperLeadershipOptions.StopBudget)] = Time,
        [nameof(ZooKeeperLeadershipOptions.StopOverrun)] = Word<StopOverrunBehavior>(),
        [nameof(ZooKeeperLeadershipOptions.ServiceFault)] = Word<ServiceFaultBehavior>(),
        [nameof(ZooKeeperLeadershipOptions.Candidate)] = Switch,
        [nameof(ZooKeeperLeadershipOptions.Acl)] = Word<ZooKeeperLeadershipAcl>(),
    };

    /// <summary>Takes over what the section says.</summary>
    public static void Bind(IConfigurationSection section, ZooKeeperLeadershipOptions options)
    {
        var readable = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var setting in section.GetChildren())
        {
            if (Kinds.TryGetValue(setting.Key, out var kind) && setting.Value is { Length: > 0 } value && !kind.CanRead(value))
            {
                options.Unreadable.Add($"{setting.Path} must be {kind.Expected}; it is '{value}'");
            }
            else
            {
                readable.Add(setting.Key, setting.Value);
            }
        }

        new ConfigurationBuilder().AddInMemoryCollection(readable).Build().Bind(options);
    }

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

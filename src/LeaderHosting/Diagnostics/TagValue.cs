using System.Text.Json;

namespace LeaderHosting.Diagnostics;

/// <summary>Words for the values of an enum, in the style of metrics: <c>LeaseRanThin</c> is <c>lease_ran_thin</c>.</summary>
/// <typeparam name="T">The enum.</typeparam>
internal static class TagValue<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> Words =
        Enum.GetValues<T>().ToDictionary(static value => value, static value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

    /// <summary>The word for a value.</summary>
    public static string Of(T value) => Words[value];
}

using System.Runtime.CompilerServices;

namespace LeaderHosting;

/// <summary>What may be the name of an election: it is a configuration key, a part of a znode path and a label of metrics.</summary>
internal static class ElectionNameRule
{
    private const int Longest = 128;

    /// <summary>Throws unless the name is one.</summary>
    public static void ThrowIfInvalid(string name, [CallerArgumentExpression(nameof(name))] string? parameter = null)
    {
        ArgumentNullException.ThrowIfNull(name, parameter);
        if (name.Length is 0 or > Longest || !name.All(static c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.') || name.All(static c => c == '.'))
        {
            throw new ArgumentException(
                $"'{name}' can't be the name of an election: it takes 1 to {Longest} letters, digits, '-', '_' and '.', and not dots alone.", parameter);
        }
    }
}

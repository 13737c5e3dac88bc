using System.Globalization;

namespace LeaderHosting.Bench.Contender;

/// <summary>The arguments of the line protocol.</summary>
internal sealed record ContenderSettings(string Library, string Servers, string Group, TimeSpan SessionTimeout, int Count, string Prefix, bool Poll)
{
    private const int FewestArguments = 6;

    /// <summary>Reads them.</summary>
    /// <exception cref="ArgumentException">Some are missing.</exception>
    public static ContenderSettings Parse(string[] args) => args.Length >= FewestArguments
        ? new(
            args[0],
            args[1],
            args[2],
            TimeSpan.FromMilliseconds(int.Parse(args[3], CultureInfo.InvariantCulture)),
            int.Parse(args[4], CultureInfo.InvariantCulture),
            args[5],
            Poll: args.Length > FewestArguments)
        : throw new ArgumentException("LIBRARY SERVERS GROUP TIMEOUT_MS COUNT PREFIX [poll] are wanted.", nameof(args));
}

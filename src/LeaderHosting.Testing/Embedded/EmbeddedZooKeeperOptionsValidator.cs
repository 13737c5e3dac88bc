using System.Net;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Testing.Embedded;

/// <summary>Checks the settings of the embedded server; a fault names its key as the user wrote it.</summary>
internal sealed class EmbeddedZooKeeperOptionsValidator : IValidateOptions<EmbeddedZooKeeperOptions>
{
    private static readonly TimeSpan ShortestTick = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan LongestTick = TimeSpan.FromHours(1);

    public ValidateOptionsResult Validate(string? name, EmbeddedZooKeeperOptions options)
    {
        List<string> faults = [];
        if (options.Port is < 1 or > IPEndPoint.MaxPort)
        {
            faults.Add(
                $"{EmbeddedZooKeeperOptions.SectionName}:{nameof(options.Port)} must be between 1 and {IPEndPoint.MaxPort}, and the same for all processes; it is {options.Port}.");
        }

        if (options.TickTime < ShortestTick || options.TickTime > LongestTick)
        {
            faults.Add(
                $"{EmbeddedZooKeeperOptions.SectionName}:{nameof(options.TickTime)} must be between {ShortestTick:c} and {LongestTick:c}; it is {options.TickTime:c}.");
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(string.Join(Environment.NewLine, faults));
    }
}

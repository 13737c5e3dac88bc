using LeaderHosting.Diagnostics;
using LeaderHosting.Election;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.Diagnostics;

/// <summary>docs/observability.md names every reason that there is, also those for which one would wait long in a real failover.</summary>
public sealed class ObservabilityPageTests
{
    [Fact]
    public void It_names_every_reason_for_which_a_term_ends()
    {
        var row = File.ReadLines(Path.Combine(Repository.Root, "docs", "observability.md"))
            .Single(static line => line.StartsWith("| `election.reason` |", StringComparison.Ordinal));

        Assert.Equal(
            Enum.GetValues<StopReason>().Select(TagValue<StopReason>.Of).Append("elected").Append("leader").Append("follower").Append("election.reason").Order(StringComparer.Ordinal),
            row.Split('`').Where(static (_, i) => i % 2 == 1).Order(StringComparer.Ordinal));
    }
}

using System.Globalization;

namespace LeaderHosting.Bench.Contender;

/// <summary>A question of the line protocol that only programs on .NET answer: how many bytes the process has allocated so far.</summary>
internal static class Allocations
{
    /// <summary>The question.</summary>
    public const string Command = "allocated";

    /// <summary>Answers it.</summary>
    public static void Tell(string prefix, EventWriter events) =>
        events.Write(string.Create(CultureInfo.InvariantCulture, $"{prefix} ALLOCATED {GC.GetTotalAllocatedBytes()}"));
}

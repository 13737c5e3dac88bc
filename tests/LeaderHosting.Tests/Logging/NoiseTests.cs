using LeaderHosting.Coordination;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Tests.Logging;

/// <summary>What the log says of ordinary trouble: what is new, once, and without stack traces.</summary>
public sealed class NoiseTests : ElectionStory
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task An_outage_adds_no_lines_by_lasting_longer()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        a.Network.Cut();
        b.Network.Cut();
        await World.PassAsync(2 * T);
        var (linesOfA, linesOfB) = (Lines(a).Count, Lines(b).Count);
        await World.PassAsync(Long);

        Assert.Equal(linesOfA, Lines(a).Count);
        Assert.Equal(linesOfB, Lines(b).Count);
    }

    [Fact]
    public async Task A_refusal_adds_no_lines_by_being_repeated()
    {
        var a = World.Add("a");
        a.Network.Refusal = CoordinationFault.AuthenticationFailed;
        a.Start();
        await World.PassAsync(Long);

        Assert.True(a.Network.Sessions.Count > 10);
        Assert.Equal(5103, Assert.Single(Lines(a)).EventId.Id);
    }

    [Fact]
    public async Task An_expiry_leaves_plain_lines_and_no_stack_trace()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        a.Network.Cut();
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Waiting && a.Status.Leader?.Name == "b", "a to follow b");

        Assert.DoesNotContain(Lines(a).Concat(Lines(b)), static e => e.Exception is not null || e.Level > LogLevel.Warning);
        Assert.InRange(Lines(a).Count, 1, 6);
    }

    [Fact]
    public async Task A_round_of_resignations_takes_three_lines_a_turn()
    {
        var a = await World.LeaderAsync("a");
        await World.FollowerAsync("b");
        await World.PassAsync(T);
        var lines = Lines(a).Count;

        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => Lines(a)[^1].EventId.Id == 4103, "a to follow b");

        // It is master no longer; it has handed over; it is slave.
        Assert.Equal([4102, 4106, 4103], Lines(a).Skip(lines).Select(static e => e.EventId.Id));
    }

    /// <summary>What an operator sees.</summary>
    private static List<LogEntry> Lines(ElectionNode node) => [.. node.Logs.Entries.Where(static e => e.Level >= LogLevel.Information)];
}

using LeaderHosting.Election;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>
/// Whole elections under random pauses, failing checks, resignations, lost sessions, cuts and shutdowns, in both orders. Never do two nodes run services; and when it is quiet again, one leads and all the
/// others wait. A failure names its seed.
/// </summary>
public sealed class WhoMayLeadWalkTests
{
    private const int Steps = 25;
    private const int Seeds = 12;

    private static readonly TimeSpan T = ElectionWorld.SessionTimeout;
    private static readonly string[] Names = ["a", "b", "c", "d"];

    public static TheoryData<LeadershipOrder, int> Walks
    {
        get
        {
            var walks = new TheoryData<LeadershipOrder, int>();
            foreach (var order in Enum.GetValues<LeadershipOrder>())
            {
                foreach (var seed in Enumerable.Range(1, Seeds))
                {
                    walks.Add(order, seed);
                }
            }

            return walks;
        }
    }

    [Theory]
    [MemberData(nameof(Walks))]
    public async Task Never_two_and_in_the_end_one(LeadershipOrder order, int seed)
    {
        await using var world = new ElectionWorld();
        var random = new Random(seed);
        var members = Names.Select(name => Member.Add(world, name, order, priority: order == LeadershipOrder.OldestFirst ? random.Next(3) : 0)).ToList();
        members.ForEach(static member => member.Node.Start());

        for (var step = 0; step < Steps; step++)
        {
            Disturb(world, members[random.Next(members.Count)], random);
            await world.PassAsync(random.NextDouble() * T);
            Assert.True(world.Journal.Overlaps.Count == 0, $"Seed {seed}, step {step}: two nodes ran services. {world}");
        }

        foreach (var member in members)
        {
            member.Node.Network.Restore();
            member.Probe.Fault = null;
            await member.Node.Election.ResumeAsync(default);
        }

        // Longer than any pause after failures, and than the tenures of those that are not preferred.
        await world.UntilAsync(() => IsAtRest(world, members), $"seed {seed} to come to rest", TimeSpan.FromMinutes(10));

        // A leader that has only just taken over looks whether somebody newer has come when it has led for its tenure.
        await world.PassAsync(3 * T);
        await world.UntilAsync(() => IsAtRest(world, members), $"seed {seed} to come to rest again", TimeSpan.FromMinutes(10));
        var leader = members.Single(static member => member.Node.IsLeader).Node;
        await world.PassAsync(6 * T);
        Assert.True(leader.IsLeader || order == LeadershipOrder.OldestFirst, $"Seed {seed}: leadership moves without a reason. {world}");
        await world.UntilAsync(() => IsAtRest(world, members), $"seed {seed} to stay at rest");

        world.AssertNeverTwo();
        Assert.Empty(world.LoopFailures);
    }

    private static bool IsAtRest(ElectionWorld world, List<Member> members) =>
        members.Count(static member => member.Node.Phase == LeadershipPhase.Leading && member.Node.IsLeader) == 1
        && members.Count(static member => member.Node.Phase == LeadershipPhase.Waiting) == members.Count - 1
        && world.Queue.Count == members.Count
        && world.Journal.Running.Count == 1;

    private static void Disturb(ElectionWorld world, Member member, Random random)
    {
        var (node, probe) = member;
        switch (random.Next(10))
        {
            case 0 or 1:
                _ = node.Election.PauseAsync(default);
                break;
            case 2 or 3:
                _ = node.Election.ResumeAsync(default);
                break;
            case 4:
                probe.Fault = probe.Fault is null ? "Not fit." : null;
                break;
            case 5:
                _ = node.Election.ResignAsync(default);
                break;
            case 6:
                _ = ResignToAsync(node, Names[random.Next(Names.Length)]);
                break;
            // Of one that leads only time may take the session: see assumption A5 of docs/safety.md.
            case 7 when node.Network.IsHealthy && node is { Phase: LeadershipPhase.Waiting, Status.Connection: LeadershipConnection.Connected }:
                world.Ensemble.Expire(node.Network.Current.Id);
                break;
            case 8:
                node.Network.Cut();
                break;
            default:
                node.Network.Restore();
                break;
        }
    }

    private static async Task ResignToAsync(ElectionNode node, string successor)
    {
        try
        {
            await node.Election.ResignAsync(successor, default);
        }
        catch (ArgumentException)
        {
            // Itself, or one that is not there.
        }
    }

    private sealed record Member(ElectionNode Node, ScriptedProbe Probe)
    {
        public static Member Add(ElectionWorld world, string name, LeadershipOrder order, int priority)
        {
            var probe = new ScriptedProbe();
            var node = world.Add(
                name,
                settings => settings with { Order = order, Priority = priority, MinimumTenure = ElectionWorld.SessionTimeout },
                probe: probe);
            return new Member(node, probe);
        }
    }
}

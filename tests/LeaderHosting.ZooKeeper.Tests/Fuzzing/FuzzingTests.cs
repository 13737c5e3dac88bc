using FsCheck;
using FsCheck.Fluent;
using LeaderHosting.ZooKeeper.Fuzz;
using LeaderHosting.ZooKeeper.Fuzz.Client;
using LeaderHosting.ZooKeeper.Fuzz.Server;

namespace LeaderHosting.ZooKeeper.Tests.Fuzzing;

/// <summary>Hostile bytes, for a moment; tests/LeaderHosting.ZooKeeper.Fuzz does the same for as long as it is told to.</summary>
/// <remarks>A failure shows the seed and the simplest case that fails; <c>--seed N --cases 1</c> there replays the case of a seed.</remarks>
[Collection(AloneCollection.Name)]
public sealed class FuzzingTests
{
    [Fact]
    public Task Whatever_a_server_sends_every_request_ends_and_the_client_lives_on() =>
        HoldsAsync(new ClientTarget(), cases: 400);

    [Fact]
    public async Task Whatever_a_client_sends_costs_only_its_own_connection() =>
        await HoldsAsync(await ServerTarget.StartAsync(), cases: 150);

    private static async Task HoldsAsync(IFuzzTarget target, int cases)
    {
        using var unobserved = new UnobservedExceptions();
        await using (target)
        {
            var arbitrary = Arb.From(Gen.Choose(0, int.MaxValue).Select(FuzzCase.Generate), static failing => failing.Shrink());

            // FsCheck asks without waiting in turn, so on a thread of its own.
            await Task.Run(() => Prop.ForAll(arbitrary, (Func<FuzzCase, Task>)target.RunAsync).Check(Config.QuickThrowOnFailure.WithMaxTest(cases)));
        }

        unobserved.ThrowIfAny();
    }
}

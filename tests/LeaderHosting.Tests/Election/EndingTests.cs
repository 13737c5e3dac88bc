using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Elections that end in other ways, or at other times, than by an orderly shutdown while they run.</summary>
public sealed class EndingTests : ElectionStory
{
    [Fact]
    public async Task Closed_before_it_starts_it_never_stands()
    {
        var a = World.Add("a");
        await a.Election.CloseAsync(CancellationToken.None);

        a.Start();
        await World.PassAsync(T);

        Assert.Empty(World.Queue);
        Assert.Empty(Journal.Lines);
    }

    [Fact]
    public async Task Disposed_of_without_being_closed_it_stops_its_services_and_leaves_its_session_to_expire()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");

        await a.DisposeAsync();

        Assert.False(a.IsLeader);
        Assert.Equal((true, false), (a.Network.Current.IsAbandoned, a.Network.Current.IsClosed));
        await World.StillAsync(() => Journal.Lines.Contains("a stopped"), "the service to stop");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        Assert.True(Between("a stopped", "b starts") > ElectionWorld.StopBudget);
    }

    [Fact]
    public async Task Whoever_asks_while_a_node_stands_back_is_answered_as_soon_as_there_is_a_session()
    {
        var a = World.Add("a");
        a.Service.OnStart = static (_, _) => throw new IOException("The disk is full.");
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.BackingOff && a.Election.Board.State.Failures > 3, "a to stand back for long");
        a.Network.Cut();
        World.Ensemble.Expire(a.Network.Current.Id);
        var asking = a.Election.AskAsync(static context => Task.FromResult(context.Session.Id), CancellationToken.None);
        await World.PassAsync(ElectionWorld.Step);

        a.Network.Restore();
        await World.UntilAsync(() => asking.IsCompleted || a.Phase != LeadershipPhase.BackingOff, "an answer");

        Assert.True(asking.IsCompletedSuccessfully, $"No answer. {World}");
    }

    [Fact]
    public async Task One_whose_lease_never_suffices_lets_the_next_one_lead()
    {
        var a = World.Add("a");
        a.Network.Decide(request =>
        {
            if (request.IsClaim)
            {
                // Frozen until the lease that the connection itself has brought is over.
                a.Clock.Jump(T);
            }

            return request.IsProof ? RequestFate.Refused : RequestFate.Answered;
        });
        a.Start();
        await World.UntilAsync(() => a.Election.Board.State.Term is not null, "a to claim");
        var b = await World.FollowerAsync("b");

        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead", limit: 3 * T);

        Assert.DoesNotContain("a starts", Journal.Lines);
    }
}

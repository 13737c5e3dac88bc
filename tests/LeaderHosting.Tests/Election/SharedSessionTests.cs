using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Election;

/// <summary>Two elections of one process on one session, of which one can't give up its place: the session has to go, and the other election leads by it.</summary>
public sealed class SharedSessionTests : IAsyncLifetime
{
    private static readonly TimeSpan T = ElectionWorld.SessionTimeout;

    private readonly ElectionWorld _world = new();
    private readonly Journal _billing;
    private readonly Journal _mail;

    public SharedSessionTests()
    {
        _billing = new Journal(_world.Clock);
        _mail = new Journal(_world.Clock);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task The_session_ends_only_when_the_other_has_stopped()
    {
        var (billing, mail) = await LeadBothAsync("a");
        var others = await WaitForBothAsync("b");
        var session = mail.Network.Current;
        mail.Services.Cast<JournalingService>().Single().OnStop = _ => Task.Delay(ElectionWorld.StopBudget - ElectionWorld.Step, mail.Clock, CancellationToken.None);

        await FailToHandOverAsync(billing);
        await _world.UntilAsync(() => others.Mail.IsLeader && others.Billing.IsLeader, "b to lead both", T / 2);

        Assert.Equal(["a starts", "a stops", "a stopped", "b starts"], _mail.Lines);
        Assert.True(session.IsClosed);
        Assert.Single(billing.Logs.WithEventId(5102));
        await _world.UntilAsync(() => billing.Phase == LeadershipPhase.Waiting && mail.Phase == LeadershipPhase.Waiting, "a to wait in a new session");
    }

    [Fact]
    public async Task If_the_other_does_not_stop_the_session_is_left_to_expire()
    {
        var (billing, mail) = await LeadBothAsync("a");
        var others = await WaitForBothAsync("b");
        var session = mail.Network.Current;
        mail.Services.Cast<JournalingService>().Single().OnStop = _ => Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);

        await FailToHandOverAsync(billing);
        var failed = _world.Clock.GetTimestamp();
        await _world.UntilAsync(() => others.Mail.IsLeader, "b to lead");

        Assert.True(session.IsAbandoned);
        Assert.False(session.IsClosed);
        Assert.True(_world.Clock.GetElapsedTime(failed) > T);
        Assert.Equal(1, billing.HostStops + mail.HostStops);
    }

    [Fact]
    public async Task One_that_is_alone_is_rid_of_it_at_once()
    {
        var a = await _world.LeaderAsync("a");
        var b = await _world.FollowerAsync("b");
        a.Network.DecideOnce(static request => request.IsHandover, RequestFate.Refused);

        _ = a.Election.ResignAsync(default);
        await _world.StillAsync(() => b.IsLeader, "b to lead");

        _world.AssertNeverTwo();
    }

    private async Task<(ElectionNode Billing, ElectionNode Mail)> LeadBothAsync(string name)
    {
        var (billing, mail) = Start(name);
        await _world.UntilAsync(() => billing.Phase == LeadershipPhase.Leading && mail.Phase == LeadershipPhase.Leading, $"{name} to lead both");
        return (billing, mail);
    }

    private async Task<(ElectionNode Billing, ElectionNode Mail)> WaitForBothAsync(string name)
    {
        var (billing, mail) = Start(name);
        await _world.UntilAsync(() => billing.Phase == LeadershipPhase.Waiting && mail.Phase == LeadershipPhase.Waiting, $"{name} to wait for both");
        await _world.PassAsync(T);
        return (billing, mail);
    }

    private (ElectionNode Billing, ElectionNode Mail) Start(string name)
    {
        var billing = _world.Add(name, static s => s with { Path = "/billing" }, services: _ => [new JournalingService(_billing, name)]);
        var mail = _world.Add(name, static s => s with { Path = "/mail" }, services: _ => [new JournalingService(_mail, name)], process: billing);
        billing.Start();
        mail.Start();
        return (billing, mail);
    }

    private async Task FailToHandOverAsync(ElectionNode node)
    {
        node.Network.DecideOnce(static request => request.IsHandover, RequestFate.Refused);
        _ = node.Election.ResignAsync(default);
        await _world.StillAsync(() => node.Logs.WithEventId(4108).Any(), "the handover to fail");
    }
}

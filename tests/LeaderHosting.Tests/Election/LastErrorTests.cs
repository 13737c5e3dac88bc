using LeaderHosting.Health;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.Tests.Election;

/// <summary>What the status says is wrong: of the connection, of the election, of the services, each until it is cured.</summary>
public sealed class LastErrorTests : ElectionStory
{
    private readonly TaskCompletionSource _run = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_new_connection_does_not_cure_a_service()
    {
        var a = await World.LeaderAsync(
            "a", s => s with { ServiceFault = ServiceFaultBehavior.Log }, _ => [new ScriptedBackgroundService((_, token) => _run.Task.WaitAsync(token))]);
        _run.SetException(new IOException("The disk is full."));
        await World.StillAsync(() => a.Status.LastError is not null, "the failure to be known");

        a.Network.Cut();
        await World.StillAsync(() => a.Status.Connection == LeadershipConnection.Suspended, "the loss to be known");
        Assert.Equal("The network is cut.", a.Status.LastError);
        await World.PassAsync(TimeSpan.FromSeconds(1));
        a.Network.Restore();
        await World.StillAsync(() => a.Status.Connection == LeadershipConnection.Connected, "the connection");

        Assert.Equal(LeadershipPhase.Leading, a.Phase);
        Assert.Contains("The disk is full.", a.Status.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_failure_of_a_service_does_not_hide_why_there_is_no_session()
    {
        var a = await World.LeaderAsync("a");
        var b = await World.FollowerAsync("b");
        a.Service.OnStart = static (_, _) => throw new IOException("The disk is full.");
        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Waiting, "b to lead and a to wait");
        await InNoTimeAsync(b.Election.ResignAsync(default), "b to resign");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading && a.Phase == LeadershipPhase.Waiting, "b to lead again");
        Assert.Contains("The disk is full.", a.Status.LastError, StringComparison.Ordinal);

        a.Network.Refusal = Coordination.CoordinationFault.AuthenticationFailed;
        a.Network.Cut();
        a.Network.Restore();
        await World.UntilAsync(() => a.Status.OutOfTouch, "a to be out of touch");

        Assert.Equal("The servers refused.", a.Status.LastError);
        Assert.Equal(HealthStatus.Unhealthy, LeadershipHealthCheck.Judge(a.Status).Status);
    }

    [Fact]
    public async Task A_loss_of_the_connection_is_forgotten_when_there_is_one_again()
    {
        var a = await World.LeaderAsync("a");
        a.Network.Cut();
        await World.PassAsync(2 * T);
        Assert.NotNull(a.Status.LastError);

        a.Network.Restore();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.Null(a.Status.LastError);
        Assert.Equal(HealthStatus.Healthy, LeadershipHealthCheck.Judge(a.Status).Status);
    }
}

using LeaderHosting.TestKit;
using LeaderHosting.Tests.Hosting;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Tests.Services;

/// <summary>Background services that are disposed of, as containers do it.</summary>
public sealed class BackgroundServiceDisposalTests
{
    [Fact]
    public async Task One_that_is_registered_twice_does_not_break_the_end_of_its_host()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        builder.AddEnsembleInMemory();
        builder.Services.AddZooKeeperLeadership();
        builder.Services.AddSingleton(static _ => new ScriptedBackgroundService(static (_, token) => Task.Delay(Timeout.Infinite, token)));
        builder.Services.AddSingleton<ILeaderOnlyService>(static services => services.GetRequiredService<ScriptedBackgroundService>());
        var host = builder.Build();

        await host.StartAsync();
        var service = host.Services.GetRequiredService<ScriptedBackgroundService>();
        await Eventually.TrueAsync(() => service.ExecuteTask is not null, "the service to run");
        await host.StopAsync();
        host.Dispose();

        Assert.True(service.ExecuteTask!.IsCompleted);
    }

    [Fact]
    public async Task One_that_was_disposed_of_can_still_be_stopped()
    {
        using var term = new CancellationTokenSource();
        var service = new ScriptedBackgroundService(static (_, token) => Task.Delay(Timeout.Infinite, token));
        await service.StartAsync(new EndlessTerm(term.Token), CancellationToken.None);

        service.Dispose();
        await service.StopAsync(CancellationToken.None).WaitAsync(Eventually.DefaultTimeout);
        service.Dispose();

        Assert.True(service.ExecuteTask!.IsCanceled);
    }

    private sealed class EndlessTerm(CancellationToken token) : LeadershipTerm
    {
        public override long Number => 1;

        public override long FencingToken => 1;

        public override CancellationToken CancellationToken => token;

        public override bool IsValid => true;

        public override TimeSpan LeaseRemaining => TimeSpan.MaxValue;
    }
}

using LeaderHosting.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Tests.Hosting;

/// <summary>Which clock an election goes by.</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task The_clock_of_the_application_is_not_the_one_of_the_election()
    {
        var builder = TestHost.CreateBuilder(("ZooKeeperLeadership:ConnectionString", "memory"));
        builder.AddEnsembleInMemory();
        builder.Services.AddSingleton<TimeProvider>(new UselessClock());
        builder.Services.AddZooKeeperLeadership();
        using var host = builder.Build();

        await host.StartAsync();
        var term = await host.Services.GetRequiredService<ILeadership>().WaitForLeadershipAsync().WaitAsync(Eventually.DefaultTimeout);
        await host.StopAsync();

        Assert.True(term.CancellationToken.IsCancellationRequested);
    }

    /// <summary>A clock that nobody may read.</summary>
    private sealed class UselessClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => throw new NotSupportedException();

        public override long GetTimestamp() => throw new NotSupportedException();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();
    }
}

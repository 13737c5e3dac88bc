using LeaderHosting.Health;
using LeaderHosting.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Tests.Health;

/// <summary>Which checks decide about a candidacy, and what they have to say for it.</summary>
public sealed class HealthCheckProbeTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ManualTimeProvider _clock = new();
    private readonly TaskCompletionSource<HealthCheckResult> _never = new();
    private ServiceProvider? _provider;
    private int _runs;

    public async ValueTask DisposeAsync()
    {
        _never.TrySetResult(HealthCheckResult.Healthy());
        if (_provider is not null)
        {
            await _provider.DisposeAsync();
        }
    }

    [Fact]
    public async Task All_checks_with_the_tag_pass()
    {
        var probe = Create(checks => checks
            .AddCheck("database", static () => HealthCheckResult.Healthy(), ["candidacy"])
            .AddCheck("disk", static () => HealthCheckResult.Degraded("Nearly full."), ["candidacy"])
            .AddCheck("mail", static () => HealthCheckResult.Unhealthy("Down."), ["other"]));

        Assert.Null(await probe.FindFaultAsync(default));
    }

    [Fact]
    public async Task Each_that_fails_is_told_of_with_what_it_says()
    {
        var probe = Create(checks => checks
            .AddCheck("database", static () => HealthCheckResult.Unhealthy("Connection refused."), ["candidacy"])
            .AddCheck("disk", static () => HealthCheckResult.Healthy(), ["candidacy"])
            .AddCheck("mail", static () => HealthCheckResult.Unhealthy(), ["candidacy"])
            .AddCheck("throws", static () => throw new InvalidOperationException("No such table."), ["candidacy"]));

        Assert.Equal(
            "Health check 'database' is Unhealthy: Connection refused. Health check 'mail' is Unhealthy. Health check 'throws' is Unhealthy: InvalidOperationException.",
            await probe.FindFaultAsync(default));
    }

    /// <summary>It would wait for itself: unfit because it does not lead, and not leading because it is unfit.</summary>
    [Fact]
    public async Task The_elections_own_checks_never_decide()
    {
        var probe = Create(checks => checks
            .AddCheck("leadership", static () => HealthCheckResult.Unhealthy(), ["leadership", "candidacy"])
            .AddCheck("database", static () => HealthCheckResult.Healthy(), ["candidacy"]));

        Assert.Null(await probe.FindFaultAsync(default));
    }

    [Fact]
    public async Task A_check_that_hangs_has_failed_when_its_time_is_up_and_is_not_run_again_beside_that()
    {
        var probe = Create(checks => checks.AddAsyncCheck("database", () => RunForeverAsync(), ["candidacy"]));

        for (var round = 0; round < 3; round++)
        {
            var finding = probe.FindFaultAsync(default);
            await Eventually.TrueAsync(() => Volatile.Read(ref _runs) == 1, "the check to run");
            while (!finding.IsCompleted)
            {
                _clock.Advance(Patience);
                await Task.Yield();
            }

            Assert.Equal("Health check 'database' has not answered within 5 s.", await finding);
        }

        Assert.Equal(1, _runs);
    }

    [Fact]
    public async Task A_check_that_hangs_but_minds_its_token_is_run_anew()
    {
        var probe = Create(checks => checks.AddAsyncCheck("database", HangAsync, ["candidacy"]));

        for (var round = 1; round <= 2; round++)
        {
            var finding = probe.FindFaultAsync(default);
            await Eventually.TrueAsync(
                () =>
                {
                    // The run before may only be about to end; then it is that one whose end is told.
                    if (finding.IsCompleted)
                    {
                        finding = probe.FindFaultAsync(default);
                    }

                    return Volatile.Read(ref _runs) == round;
                },
                "the check to run");
            await Eventually.TrueAsync(
                () =>
                {
                    _clock.Advance(Patience);
                    return finding.IsCompleted && Volatile.Read(ref _runs) == -round;
                },
                "the check to give up");

            Assert.Equal("Health check 'database' has not answered within 5 s.", await finding);
            Volatile.Write(ref _runs, round);
        }
    }

    private async Task<HealthCheckResult> RunForeverAsync()
    {
        Interlocked.Increment(ref _runs);
        return await _never.Task;
    }

    private async Task<HealthCheckResult> HangAsync(CancellationToken cancellationToken)
    {
        var run = Interlocked.Increment(ref _runs);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            return HealthCheckResult.Healthy();
        }
        finally
        {
            Volatile.Write(ref _runs, -run);
        }
    }

    private HealthCheckProbe Create(Action<IHealthChecksBuilder> add)
    {
        var services = new ServiceCollection().AddLogging();
        add(services.AddHealthChecks());
        _provider = services.BuildServiceProvider();
        return new HealthCheckProbe(
            _provider.GetRequiredService<HealthCheckService>(),
            _provider.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value.Registrations,
            "candidacy",
            Patience,
            _clock);
    }
}

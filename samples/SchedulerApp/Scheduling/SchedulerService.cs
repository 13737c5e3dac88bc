using System.Collections.Specialized;
using LeaderHosting;
using Microsoft.Extensions.Options;
using Quartz;
using Quartz.Impl;
using Quartz.Logging;
using SchedulerApp.Jobs;

namespace SchedulerApp.Scheduling;

/// <summary>
/// Runs a Quartz scheduler while this node is master: created and started with each term, shut down at its end. A scheduler that was shut down
/// cannot be started again, and one that was merely paused would keep the jobs of its old term; so every term has its own.
/// </summary>
public sealed class SchedulerService : ILeaderOnlyService
{
    private readonly IServiceProvider _services;
    private readonly SchedulerOptions _options;
    private readonly ILogger<SchedulerService> _logger;
    private IScheduler? _scheduler;

    /// <summary>Initializes a new instance. Quartz logs through the given loggers from then on.</summary>
    public SchedulerService(IServiceProvider services, IOptions<SchedulerOptions> options, ILoggerFactory loggers)
    {
        _services = services;
        _options = options.Value;
        _logger = loggers.CreateLogger<SchedulerService>();
        LogContext.SetCurrentLogProvider(loggers);
    }

    /// <inheritdoc/>
    public async Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        var scheduler = await CreateAsync(term, cancellationToken);
        try
        {
            await scheduler.ScheduleJob(
                JobBuilder.Create<JournalJob>().WithIdentity("journal").Build(),
                TriggerBuilder.Create().WithIdentity("interval").WithSimpleSchedule(EveryInterval).StartNow().Build(),
                cancellationToken);
            await scheduler.Start(cancellationToken);
        }
        catch
        {
            await scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None);
            throw;
        }

        _scheduler = scheduler;
        _logger.LogInformation("Scheduler started in term {Term}: one run every {Interval}", term.Number, _options.Interval);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_scheduler is not { } scheduler)
        {
            return;
        }

        _scheduler = null;

        // Quartz blocks a thread while it waits for running jobs; and if its own shutdown were cancelled halfway, the jobs would run on.
        var shutdown = Task.Run(() => scheduler.Shutdown(waitForJobsToComplete: true, CancellationToken.None), CancellationToken.None);
        try
        {
            await shutdown.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // Another node may be master soon. The jobs have had their time to finish.
            await InterruptAsync(scheduler);
            await shutdown;
        }

        _logger.LogInformation("Scheduler stopped");
    }

    private async Task<IScheduler> CreateAsync(LeadershipTerm term, CancellationToken cancellationToken)
    {
        // Quartz keeps all schedulers of a process in one table by name, hence one name per term.
        var properties = new NameValueCollection
        {
            [StdSchedulerFactory.PropertySchedulerInstanceName] = $"term-{term.Number}-{term.FencingToken}",
        };
        var scheduler = await new StdSchedulerFactory(properties).GetScheduler(cancellationToken);
        scheduler.JobFactory = new TermJobFactory(_services, term);
        return scheduler;
    }

    /// <summary>A run that comes too late (a busy or frozen machine) is left out, not made up for.</summary>
    private void EveryInterval(SimpleScheduleBuilder schedule)
        => schedule.WithInterval(_options.Interval).RepeatForever().WithMisfireHandlingInstructionNextWithRemainingCount();

    private async Task InterruptAsync(IScheduler scheduler)
    {
        foreach (var run in await scheduler.GetCurrentlyExecutingJobs(CancellationToken.None))
        {
            _logger.LogWarning("Job {Job} is still running at the end of the stop budget; interrupting it", run.JobDetail.Key);
            await scheduler.Interrupt(run.FireInstanceId, CancellationToken.None);
        }
    }
}

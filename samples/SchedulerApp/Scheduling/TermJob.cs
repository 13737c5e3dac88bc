using LeaderHosting;
using Quartz;

namespace SchedulerApp.Scheduling;

/// <summary>One run of a job, with its scope. A run that ends because the term has ended is no failure.</summary>
internal sealed class TermJob : IJob, IDisposable
{
    private readonly IServiceScope _scope;
    private readonly IJob _job;
    private readonly ILogger _logger;

    public TermJob(IServiceScope scope, Type jobType, LeadershipTerm term)
    {
        _scope = scope;
        _job = (IJob)ActivatorUtilities.CreateInstance(scope.ServiceProvider, jobType, term);
        _logger = scope.ServiceProvider.GetRequiredService<ILoggerFactory>().CreateLogger(jobType);
    }

    public async Task Execute(IJobExecutionContext context)
    {
        try
        {
            await _job.Execute(context);
        }
        catch (LeadershipLostException lost)
        {
            _logger.LogInformation("Job {Job} did nothing: {Reason}", context.JobDetail.Key, lost.Message);
        }
    }

    public void Dispose()
    {
        (_job as IDisposable)?.Dispose();
        _scope.Dispose();
    }
}

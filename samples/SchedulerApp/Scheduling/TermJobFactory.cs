using LeaderHosting;
using Quartz;
using Quartz.Spi;

namespace SchedulerApp.Scheduling;

/// <summary>
/// Builds the jobs of one term: from the services, in a scope of their own, with the term for their constructor to take. A job that does
/// not take it cannot be built: it could neither check the term nor pass its fencing token on.
/// </summary>
public sealed class TermJobFactory(IServiceProvider services, LeadershipTerm term) : IJobFactory
{
    /// <inheritdoc/>
    public IJob NewJob(TriggerFiredBundle bundle, IScheduler scheduler)
    {
        var scope = services.CreateScope();
        try
        {
            return new TermJob(scope, bundle.JobDetail.JobType, term);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void ReturnJob(IJob job) => (job as IDisposable)?.Dispose();
}

using LeaderHosting;
using Quartz;
using SchedulerApp.Storage;

namespace SchedulerApp.Jobs;

/// <summary>The job: notes that it ran, when, on which node, in which term. It stands for whatever must not be done by two nodes.</summary>
[DisallowConcurrentExecution]
public sealed class JournalJob(LeadershipTerm term, JobJournal journal, ILogger<JournalJob> logger) : IJob
{
    /// <inheritdoc/>
    public async Task Execute(IJobExecutionContext context)
    {
        // Reads the clock, so it stops even a process that was frozen and has only just woken up.
        term.ThrowIfLost();
        try
        {
            await journal.WriteAsync(term, context.CancellationToken);
        }
        catch (StaleTokenException stale)
        {
            // Frozen between the check and the write: this is what the fencing token is for.
            logger.LogWarning("Job {Job} was refused: {Reason}", context.JobDetail.Key, stale.Message);
        }
    }
}

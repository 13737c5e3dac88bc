namespace FailoverDemo.Jobs;

/// <summary>The jobs that a node ran under one term.</summary>
/// <param name="Node">The node.</param>
/// <param name="Term">The number of the term.</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="First">When the first job ran.</param>
/// <param name="Last">When the last one did.</param>
/// <param name="Jobs">How many did.</param>
internal sealed record TermRuns(string Node, long Term, long Token, DateTimeOffset First, DateTimeOffset Last, int Jobs)
{
    /// <summary>Begins with one job.</summary>
    public static TermRuns Of(JobRecord job) => new(job.Node, job.Term, job.Token, job.Time, job.Time, Jobs: 1);

    /// <summary>The same with one job more.</summary>
    public TermRuns With(JobRecord job) => this with
    {
        First = job.Time < First ? job.Time : First,
        Last = job.Time > Last ? job.Time : Last,
        Jobs = Jobs + 1,
    };
}

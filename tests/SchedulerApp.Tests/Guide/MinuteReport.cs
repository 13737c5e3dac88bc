using LeaderHosting;

namespace SchedulerApp.Tests.Guide;

#region cron
/// <summary>Writes a report every minute.</summary>
public sealed class MinuteReport(ReportStore store, TimeProvider time) : LeaderBackgroundService
{
    protected override async Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            term.ThrowIfLost();
            store.Write($"Report of {time.GetUtcNow():HH:mm}", term.FencingToken);
        }
    }
}

/// <summary>Storage that refuses a master of an earlier term, which may have been frozen between its check and its write.</summary>
public sealed class ReportStore
{
    private readonly Lock _lock = new();
    private long _newestToken;

    public IList<string> Reports { get; } = [];

    public void Write(string report, long token)
    {
        lock (_lock)
        {
            if (token < _newestToken)
            {
                throw new InvalidOperationException($"Token {token} is older than {_newestToken}.");
            }

            _newestToken = token;
            Reports.Add(report);
        }
    }
}
#endregion

using System.Threading.Channels;
using LeaderHosting;

namespace SchedulerApp.Tests.Guide;

#region service
/// <summary>Publishes a report a second, each with the fencing token of its term.</summary>
public sealed class ReportService(ChannelWriter<long> reports, TimeProvider time) : LeaderBackgroundService
{
    public void Publish(LeadershipTerm term)
    {
        term.ThrowIfLost();
        reports.TryWrite(term.FencingToken);
    }

    protected override async Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken)
    {
        while (true)
        {
            Publish(term);
            await Task.Delay(TimeSpan.FromSeconds(1), time, stoppingToken);
        }
    }
}
#endregion

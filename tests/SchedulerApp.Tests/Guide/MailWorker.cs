using System.Threading.Channels;
using LeaderHosting;
using Microsoft.Extensions.Hosting;

namespace SchedulerApp.Tests.Guide;

#region worker
/// <summary>A hosted service like any other. Its constructor may take the term.</summary>
public sealed class MailWorker(LeadershipTerm term, ChannelWriter<string> mails) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            term.ThrowIfLost();
            mails.TryWrite($"sent under token {term.FencingToken}");
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }
    }
}
#endregion

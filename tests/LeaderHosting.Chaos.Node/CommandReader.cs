using System.Globalization;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Chaos.Node;

/// <summary>Obeys the commands on standard input; README.md lists them.</summary>
internal sealed class CommandReader(
    ILeadership leadership, IHostApplicationLifetime lifetime, Misbehavior misbehavior, JumpingClock clock, EventWriter events) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        // A read of standard input can't be cancelled; the thread ends with the process.
        new Thread(Read) { IsBackground = true, Name = "Commands" }.Start();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Read()
    {
        while (Console.In.ReadLine() is { } command)
        {
            Obey(command.Split(' '));
        }
    }

    private void Obey(string[] command)
    {
        switch (command)
        {
            case ["resign"]:
                _ = ResignAsync();
                break;
            case ["hang", var on]:
                misbehavior.StopHangs = on == "on";
                break;
            case ["throw", var on]:
                misbehavior.StartThrows = on == "on";
                break;
            case ["clock", var seconds]:
                clock.Jump(TimeSpan.FromSeconds(double.Parse(seconds, CultureInfo.InvariantCulture)));
                break;
        }
    }

    private async Task ResignAsync()
    {
        try
        {
            await leadership.ResignAsync(lifetime.ApplicationStopping);
            events.Write("RESIGNED");
        }
        catch (OperationCanceledException)
        {
            // The node is going down; that ends its term too.
        }
    }
}

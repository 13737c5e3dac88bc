using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.TestNode;

/// <summary>Obeys commands on standard input, one a line: <c>resign</c> (answered with <c>RESIGNED</c>), <c>mark</c> (answered with <c>MARKED</c>) and <c>quit</c>.</summary>
internal sealed class CommandReader(ILeadership leadership, IHostApplicationLifetime lifetime, EventWriter events) : IHostedService
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
            switch (command.Trim())
            {
                case "resign":
                    _ = ResignAsync();
                    break;
                case "mark":
                    Mark();
                    break;
                case "quit":
                    lifetime.StopApplication();
                    break;
                case "":
                    break;
                default:
                    events.Write($"UNKNOWN {command}");
                    break;
            }
        }
    }

    /// <summary>A method of its own, so that the moment is seen in a list of compiled methods.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Mark() => events.Write("MARKED");

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

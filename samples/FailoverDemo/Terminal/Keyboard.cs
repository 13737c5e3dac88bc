using Spectre.Console;

namespace FailoverDemo.Terminal;

/// <summary>Shows the nodes and lets the keys act on them, until the user quits.</summary>
internal sealed class Keyboard(IAnsiConsole console, Demo demo, TimeProvider time)
{
    private int _chosen;

    /// <summary>Runs until <c>q</c>, or until it is cancelled.</summary>
    /// <exception cref="DemoException">A node has ended by itself.</exception>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        Exception? failure = null;
        await console.Live(new Text("")).AutoClear(true).Overflow(VerticalOverflow.Crop).StartAsync(async live =>
        {
            try
            {
                while (!cancellationToken.IsCancellationRequested && await TakeKeysAsync())
                {
                    demo.Look();
                    live.UpdateTarget(Dashboard.Render(demo, _chosen, console.Profile.Width, console.Profile.Height));
                    await Task.Delay(DemoSettings.LookInterval, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
            catch (DemoException error)
            {
                failure = error;
            }
        });
        if (failure is not null)
        {
            throw failure;
        }
    }

    /// <summary>Does what the keys pressed since the last call say.</summary>
    /// <returns>Whether to go on.</returns>
    private async Task<bool> TakeKeysAsync()
    {
        while (Console.KeyAvailable)
        {
            var key = Console.ReadKey(intercept: true);
            if (key.KeyChar == Dashboard.QuitKey)
            {
                return false;
            }

            Choose(key);
            if (NodeAction.All.FirstOrDefault(action => action.Key == key.KeyChar) is { } action)
            {
                await demo.DoAsync(action, demo.Nodes[_chosen]);
            }
        }

        return true;
    }

    private void Choose(ConsoleKeyInfo key)
    {
        var count = demo.Nodes.Count;
        _chosen = key switch
        {
            { Key: ConsoleKey.UpArrow } => (_chosen + count - 1) % count,
            { Key: ConsoleKey.DownArrow } => (_chosen + 1) % count,
            { KeyChar: var digit } when digit >= '1' && digit < '1' + count => digit - '1',
            _ => _chosen,
        };
    }
}

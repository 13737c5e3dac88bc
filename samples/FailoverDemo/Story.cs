using System.Globalization;
using FailoverDemo.Cluster;

namespace FailoverDemo;

/// <summary>The fixed story: everything that can end a master's rule, one after the other.</summary>
/// <param name="demo">What it plays on.</param>
/// <param name="tell">Told every event as it happens.</param>
/// <param name="time">The clock.</param>
internal sealed class Story(Demo demo, Action<DemoEvent> tell, TimeProvider time)
{
    /// <summary>Jobs of a new master to wait for before the next blow.</summary>
    private const int JobsPerAct = 10;

    private int _told;

    /// <summary>Plays it to its end.</summary>
    /// <exception cref="DemoException">Something did not happen in time.</exception>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        await demo.StartAsync();
        await UntilCalmAsync(cancellationToken);

        await DeposeAsync(NodeAction.Stop, NodeAction.Restart, cancellationToken);
        await DeposeAsync(NodeAction.Kill, NodeAction.Restart, cancellationToken);
        await DeposeAsync(NodeAction.Freeze, NodeAction.Thaw, cancellationToken);
        await DeposeAsync(NodeAction.CutOff, NodeAction.Reconnect, cancellationToken);
    }

    /// <summary>Does something to the master, waits until another is master, and makes it good again.</summary>
    private async Task DeposeAsync(NodeAction action, NodeAction remedy, CancellationToken cancellationToken)
    {
        if (action.NeedsSignals && !UnixSignal.IsSupported)
        {
            return;
        }

        var deposed = demo.Master!;
        await demo.DoAsync(action, deposed);
        await UntilAsync(() => demo.Master != deposed && HasRuled(), $"another node to take over from {deposed.Name}", cancellationToken);
        await UntilAsync(() => remedy.IsPossible(deposed), $"{deposed.Name} to end", cancellationToken);
        await demo.DoAsync(remedy, deposed);
        await UntilCalmAsync(cancellationToken);
        demo.Tell(EventKind.Note, $"{string.Join(", ", demo.Nodes.Where(node => node != demo.Master).Select(static node => node.Name))} are healthy slaves");
        TellNew();
    }

    private bool HasRuled() => demo.Checker.Terms is [.., { Jobs: >= JobsPerAct }];

    private Task UntilCalmAsync(CancellationToken cancellationToken) => UntilAsync(
        () => HasRuled() && demo.Nodes.All(node => node == demo.Master ? node.Health is { IsHealthyMaster: true } : node.Health is { IsHealthySlave: true }),
        "one master and two slaves, all healthy",
        cancellationToken);

    private async Task UntilAsync(Func<bool> condition, string what, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            demo.Look();
            TellNew();

            if (condition())
            {
                return;
            }

            if (time.GetElapsedTime(start) > DemoSettings.Patience)
            {
                throw new DemoException(string.Join(
                    Environment.NewLine,
                    [
                        string.Create(CultureInfo.InvariantCulture, $"Waited {DemoSettings.Patience.TotalSeconds:0} s in vain for {what}."),
                        .. demo.Nodes.SelectMany(Demo.Account),
                    ]));
            }

            await Task.Delay(DemoSettings.LookInterval, time, cancellationToken);
        }
    }

    private void TellNew()
    {
        for (; _told < demo.Events.Count; _told++)
        {
            tell(demo.Events[_told]);
        }
    }
}

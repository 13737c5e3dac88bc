using System.Globalization;
using FailoverDemo.Cluster;
using FailoverDemo.Jobs;

namespace FailoverDemo;

/// <summary>Acts on the nodes, watches what they do, measures handovers and checks the promise. Used by one caller at a time.</summary>
internal sealed class Demo
{
    private const int LogTail = 20;

    private readonly DemoCluster _cluster;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _start;
    private readonly HandoverClock _clock;
    private readonly List<DemoEvent> _events = [];
    private readonly List<Handover> _handovers = [];
    private readonly HashSet<Node> _expectedToEnd = [];
    private int _reportedViolations;

    /// <summary>Initializes a demo; nothing is started.</summary>
    public Demo(DemoCluster cluster, TimeProvider time)
    {
        _cluster = cluster;
        _time = time;
        _start = time.GetUtcNow();
        _clock = new HandoverClock(_start);
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<Node> Nodes => _cluster.Nodes;

    /// <summary>Which ZooKeeper it is, in words.</summary>
    public string ZooKeeper => _cluster.ZooKeeper;

    /// <summary>The check of what the nodes have run.</summary>
    public PromiseChecker Checker { get; } = new();

    /// <summary>What has happened, oldest first.</summary>
    public IReadOnlyList<DemoEvent> Events => _events;

    /// <summary>The changes of master, oldest first.</summary>
    public IReadOnlyList<Handover> Handovers => _handovers;

    /// <summary>The node that ran the newest job.</summary>
    public Node? Master => Nodes.FirstOrDefault(node => node.Name == _clock.Master);

    /// <summary>Starts all nodes.</summary>
    public async Task StartAsync()
    {
        foreach (var node in Nodes)
        {
            await node.StartAsync();
        }

        Tell(EventKind.Action, $"{string.Join(", ", Nodes.Select(static node => node.Name))} were started");
    }

    /// <summary>Does something to a node, or tells why not.</summary>
    public async Task DoAsync(NodeAction action, Node node)
    {
        if (action.NeedsSignals && !UnixSignal.IsSupported)
        {
            Tell(EventKind.Note, $"{action.Name}: Windows has no such signal; use {NodeAction.Kill.Name}.");
            return;
        }

        if (!action.IsPossible(node))
        {
            Tell(EventKind.Note, $"{action.Name}: not now; {Describe(node)}.");
            return;
        }

        // The time counts from before the act.
        Tell(EventKind.Action, $"{node.Name} {action.Done}");
        if (node == Master)
        {
            Note(action);
        }

        _ = action == NodeAction.Restart ? _expectedToEnd.Remove(node) : (action == NodeAction.Kill || action == NodeAction.Stop) && _expectedToEnd.Add(node);
        await action.ActAsync(node);
    }

    /// <summary>Takes in what the nodes have done since the last call.</summary>
    /// <exception cref="DemoException">A node has ended by itself.</exception>
    public void Look()
    {
        foreach (var job in Nodes.SelectMany(static node => node.Jobs.ReadNew()).OrderBy(static job => job.Time).ThenBy(static job => job.Token))
        {
            Checker.Add(job);
            if (_clock.Add(job) is { } handover)
            {
                _handovers.Add(handover);
                Tell(EventKind.Handover, Describe(handover));
            }
        }

        foreach (var violation in Checker.Violations.Skip(_reportedViolations))
        {
            _reportedViolations++;
            _cluster.KeepsFiles = true;
            Tell(EventKind.Violation, $"{violation} See {_cluster.Folder}.");
        }

        if (Nodes.FirstOrDefault(node => node.Condition == NodeCondition.Ended && !_expectedToEnd.Contains(node)) is { } ended)
        {
            throw new DemoException(string.Join(Environment.NewLine, [$"{ended.Name} has ended by itself:", .. ended.LogTail(LogTail)]));
        }
    }

    /// <summary>What a node is doing and what it has said last, for a demo that cannot go on.</summary>
    public static IEnumerable<string> Account(Node node) =>
    [
        $"{Describe(node)}; its health: {(node.Health is { } health ? $"{health.Status}, {health.Role}" : "no answer")}. Its last words:",
        .. node.LogTail(LogTail),
    ];

    /// <summary>Notes an event.</summary>
    public void Tell(EventKind kind, string text) => _events.Add(new DemoEvent(_time.GetUtcNow() - _start, kind, text));

    private static string Describe(Node node) => (node.Condition, node.IsCutOff) switch
    {
        (NodeCondition.Ended, false) => $"{node.Name} has ended",
        (NodeCondition.Ended, true) => $"{node.Name} has ended and is cut off",
        (NodeCondition.Frozen, false) => $"{node.Name} is frozen",
        (NodeCondition.Frozen, true) => $"{node.Name} is frozen and cut off",
        (_, false) => $"{node.Name} is running",
        (_, true) => $"{node.Name} is running, cut off",
    };

    private static string Describe(Handover handover)
    {
        var since = (handover.Cause, handover.From) switch
        {
            ({ } cause, { } from) => $"after the {cause} of {from}",
            (null, { } from) => $"after the last job of {from}",
            _ => "after the start",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{handover.To} is master {handover.Took.TotalSeconds:0.00} s {since}: term {handover.Term}, token {handover.Token}");
    }

    private void Note(NodeAction action)
    {
        switch (action.Effect)
        {
            case ActionEffect.Disturbs:
                _clock.Disturb(action.Name, _time.GetUtcNow());
                break;
            case ActionEffect.Calms:
                _clock.Calm();
                break;
        }
    }
}

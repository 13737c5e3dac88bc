using FailoverDemo.Cluster;

namespace FailoverDemo;

/// <summary>Something that can be done to a node, by a key or by the story.</summary>
/// <param name="Key">The key.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Done">What has been done to the node, after its name.</param>
/// <param name="Effect">What it means for a master.</param>
/// <param name="IsPossible">Whether it can be done to a node now.</param>
/// <param name="ActAsync">Does it.</param>
internal sealed record NodeAction(
    char Key, string Name, string Done, ActionEffect Effect, Func<Node, bool> IsPossible, Func<Node, Task> ActAsync)
{
    /// <summary>Kills it.</summary>
    public static readonly NodeAction Kill = new(
        'k', "kill -9", "was killed (SIGKILL)", ActionEffect.Disturbs,
        static node => node.Condition != NodeCondition.Ended, static node => node.KillAsync());

    /// <summary>Asks it to end.</summary>
    public static readonly NodeAction Stop = new(
        's', "stop", "was told to stop (SIGTERM)", ActionEffect.Disturbs,
        static node => node.Condition == NodeCondition.Running, Now(static node => node.Stop()))
    { NeedsSignals = true };

    /// <summary>Freezes it.</summary>
    public static readonly NodeAction Freeze = new(
        'f', "freeze", "was frozen (SIGSTOP)", ActionEffect.Disturbs,
        static node => node.Condition == NodeCondition.Running, Now(static node => node.Freeze()))
    { NeedsSignals = true };

    /// <summary>Lets it run on.</summary>
    public static readonly NodeAction Thaw = new(
        't', "thaw", "runs again (SIGCONT)", ActionEffect.Calms,
        static node => node.Condition == NodeCondition.Frozen, Now(static node => node.Thaw()))
    { NeedsSignals = true };

    /// <summary>Cuts it off.</summary>
    public static readonly NodeAction CutOff = new(
        'c', "cut off", "was cut off from ZooKeeper", ActionEffect.Disturbs,
        static node => !node.IsCutOff, Now(static node => node.CutOff()));

    /// <summary>Connects it again.</summary>
    public static readonly NodeAction Reconnect = new(
        'h', "heal", "reaches ZooKeeper again", ActionEffect.Calms,
        static node => node.IsCutOff, Now(static node => node.Reconnect()));

    /// <summary>Starts it again.</summary>
    public static readonly NodeAction Restart = new(
        'r', "restart", "was started again", ActionEffect.None,
        static node => node.Condition == NodeCondition.Ended, static node => node.StartAsync());

    /// <summary>All of them, in the order in which a legend shows them.</summary>
    public static readonly IReadOnlyList<NodeAction> All = [Kill, Stop, Freeze, Thaw, CutOff, Reconnect, Restart];

    /// <summary>Whether it takes a signal that Windows does not have.</summary>
    public bool NeedsSignals { get; init; }

    private static Func<Node, Task> Now(Action<Node> act) => node =>
    {
        act(node);
        return Task.CompletedTask;
    };
}

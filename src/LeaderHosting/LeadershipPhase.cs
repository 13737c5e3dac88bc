namespace LeaderHosting;

/// <summary>Where a node is between joining the queue and having left it.</summary>
public enum LeadershipPhase
{
    /// <summary>The election has not started, or has no session with ZooKeeper.</summary>
    Disconnected = 0,

    /// <summary>Looking on, not a candidate.</summary>
    Observing,

    /// <summary>Joining the queue of candidates.</summary>
    Registering,

    /// <summary>In the queue, behind another candidate.</summary>
    Waiting,

    /// <summary>At the head of the queue, taking over leadership.</summary>
    Claiming,

    /// <summary>Leader; the leader-only services are being started.</summary>
    Starting,

    /// <summary>Leader; the leader-only services run.</summary>
    Leading,

    /// <summary>Stopping the leader-only services.</summary>
    Stopping,

    /// <summary>The services have stopped; giving up the place in the queue.</summary>
    HandingOver,

    /// <summary>Standing back for a while after a failure before joining the queue again.</summary>
    BackingOff,

    /// <summary>Shut down for good.</summary>
    Closed,
}

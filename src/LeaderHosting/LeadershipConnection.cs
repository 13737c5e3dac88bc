namespace LeaderHosting;

/// <summary>The state of the connection to ZooKeeper.</summary>
public enum LeadershipConnection
{
    /// <summary>No session yet: still trying to connect for the first time, or anew after a lost session.</summary>
    Connecting = 0,

    /// <summary>Connected, with a live session.</summary>
    Connected = 1,

    /// <summary>The connection is lost and being made again; the session may still be alive on the servers.</summary>
    Suspended = 2,

    /// <summary>The election has been shut down.</summary>
    Closed = 3,
}

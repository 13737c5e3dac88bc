namespace LeaderHosting.ZooKeeper;

/// <summary>A session has changed its state. Immutable.</summary>
/// <param name="State">The state from now on.</param>
/// <param name="Connection">The connection, if the state is <see cref="SessionState.Connected"/>; otherwise null.</param>
/// <param name="Cause">Why, if something went wrong; otherwise null.</param>
/// <param name="Timestamp">When, as a timestamp of the client's <see cref="TimeProvider"/>.</param>
public sealed record SessionStateChange(SessionState State, ZooKeeperConnectionInfo? Connection, Exception? Cause, long Timestamp);

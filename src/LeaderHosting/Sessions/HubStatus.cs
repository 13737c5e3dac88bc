namespace LeaderHosting.Sessions;

/// <summary>The state of the connection that a <see cref="SessionHub"/> keeps. Immutable.</summary>
/// <param name="Connection">The state.</param>
/// <param name="Since">Since when the hub is connected, or out of touch, as a timestamp of the clock.</param>
/// <param name="Timeout">The session timeout, as granted or, before that, as asked for.</param>
/// <param name="Error">Why there is no connection, when there is none.</param>
internal sealed record HubStatus(LeadershipConnection Connection, long Since, TimeSpan Timeout, string? Error)
{
    /// <summary>Whether there has been a connection since the hub was started.</summary>
    public bool EverConnected { get; init; }

    /// <summary>Whether ZooKeeper has been out of reach for longer than the session timeout, or has never been reached.</summary>
    public bool IsOutOfTouch(TimeProvider time) =>
        Connection != LeadershipConnection.Connected && (!EverConnected || time.GetElapsedTime(Since) >= Timeout);
}

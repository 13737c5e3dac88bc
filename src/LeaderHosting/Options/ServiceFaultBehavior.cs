namespace LeaderHosting;

/// <summary>What happens when <see cref="LeaderBackgroundService.ExecuteAsync"/> throws during a term.</summary>
public enum ServiceFaultBehavior
{
    /// <summary>Stop the other services, hand leadership to the next candidate, and join the end of the queue after a back-off. The default.</summary>
    HandOver = 0,

    /// <summary>Stop the host; leadership is handed over on the way.</summary>
    StopHost = 1,

    /// <summary>Only log it and report Degraded; the other services go on.</summary>
    Log = 2,
}

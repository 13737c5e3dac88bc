namespace LeaderHosting.Coordination;

/// <summary>A change of a session.</summary>
public abstract record CoordinationSessionEvent
{
    private CoordinationSessionEvent()
    {
    }

    /// <summary>A connection was established, the first one or another one of the same session.</summary>
    /// <param name="Connection">The connection.</param>
    public sealed record Connected(CoordinationConnection Connection) : CoordinationSessionEvent;

    /// <summary>The connection was lost; the client is making another one.</summary>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Suspended(string Reason) : CoordinationSessionEvent;

    /// <summary>The session is over: expired, refused, or closed.</summary>
    /// <param name="Fault">What ended it.</param>
    /// <param name="Reason">Why, in a sentence.</param>
    public sealed record Lost(CoordinationFault Fault, string Reason) : CoordinationSessionEvent;
}

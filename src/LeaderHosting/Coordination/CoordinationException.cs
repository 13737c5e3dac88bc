namespace LeaderHosting.Coordination;

/// <summary>A request to the ensemble failed.</summary>
public sealed class CoordinationException : Exception
{
    /// <summary>Initializes a new instance.</summary>
    /// <param name="fault">The failure.</param>
    /// <param name="message">What failed, on which path.</param>
    /// <param name="innerException">The client's own exception.</param>
    public CoordinationException(CoordinationFault fault, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        Fault = fault;
    }

    /// <summary>Initializes a new instance.</summary>
    public CoordinationException()
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">What failed.</param>
    public CoordinationException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and its cause.</summary>
    /// <param name="message">What failed.</param>
    /// <param name="innerException">The cause.</param>
    public CoordinationException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The failure.</summary>
    public CoordinationFault Fault { get; }

    /// <summary>The index of the operation that failed its transaction; −1 when the failure is not an operation's.</summary>
    public int FailedOperation { get; init; } = -1;

    /// <summary>Whether this says nothing of what was asked for, nor of how much of it: because of it nothing is sent again, and not in smaller numbers either.</summary>
    internal bool IsUnrelatedToContent { get; init; }
}

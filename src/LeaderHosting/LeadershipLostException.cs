namespace LeaderHosting;

/// <summary>
/// Thrown by <see cref="LeadershipTerm.ThrowIfLost"/>: this node is no longer the leader of the term it works under.
/// </summary>
/// <remarks>
/// It is an <see cref="OperationCanceledException"/>, because to a leader-only service the loss of the term and the cancellation of its
/// token are the same thing: a reason to stop, not a failure.
/// </remarks>
public sealed class LeadershipLostException : OperationCanceledException
{
    /// <summary>Initializes a new instance for a term that has ended.</summary>
    /// <param name="term">The term that was lost.</param>
    public LeadershipLostException(LeadershipTerm term)
        : base($"Leadership of term {Describe(term)} is lost: its lease has ended or the node has stepped down.")
    {
        Term = term.Number;
        FencingToken = term.FencingToken;
    }

    /// <summary>Initializes a new instance.</summary>
    public LeadershipLostException()
        : base("Leadership is lost.")
    {
    }

    /// <summary>Initializes a new instance with a message.</summary>
    /// <param name="message">What was lost.</param>
    public LeadershipLostException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance with a message and its cause.</summary>
    /// <param name="message">What was lost.</param>
    /// <param name="innerException">The cause.</param>
    public LeadershipLostException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The number of the term that was lost.</summary>
    public long Term { get; }

    /// <summary>The fencing token of the term that was lost.</summary>
    public long FencingToken { get; }

    private static long Describe(LeadershipTerm term)
    {
        ArgumentNullException.ThrowIfNull(term);
        return term.Number;
    }
}

namespace FailoverDemo;

/// <summary>The demo cannot go on; the message says why, to its user.</summary>
internal sealed class DemoException : Exception
{
    /// <summary>Initializes a new instance.</summary>
    public DemoException()
    {
    }

    /// <summary>Initializes a new instance.</summary>
    public DemoException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance.</summary>
    public DemoException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

namespace SchedulerApp.Storage;

/// <summary>A write was refused because a newer term has already written.</summary>
public sealed class StaleTokenException : Exception
{
    /// <summary>Initializes a new instance.</summary>
    public StaleTokenException(string path, long token, long newestToken)
        : base($"fencing token {token} is older than {newestToken}, which has written to '{path}' already; another node leads.")
    {
        Token = token;
        NewestToken = newestToken;
    }

    /// <summary>Initializes a new instance.</summary>
    public StaleTokenException()
    {
    }

    /// <summary>Initializes a new instance.</summary>
    public StaleTokenException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance.</summary>
    public StaleTokenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>The token of the refused write.</summary>
    public long Token { get; }

    /// <summary>The largest token that the file has seen.</summary>
    public long NewestToken { get; }
}

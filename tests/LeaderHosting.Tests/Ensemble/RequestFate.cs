namespace LeaderHosting.Tests.Ensemble;

/// <summary>What becomes of a request.</summary>
internal enum RequestFate
{
    /// <summary>It is done and answered.</summary>
    Answered,

    /// <summary>It waits, and everything behind it on the same connection, until it is released.</summary>
    Held,

    /// <summary>The connection breaks before the request arrives.</summary>
    Lost,

    /// <summary>It is done; the connection breaks before the answer arrives.</summary>
    AnswerLost,

    /// <summary>The server refuses it.</summary>
    Refused,

    /// <summary>The server fails, for a reason of its own.</summary>
    Failed,

    /// <summary>The server says that the session has expired, and keeps the connection.</summary>
    Disowned,
}

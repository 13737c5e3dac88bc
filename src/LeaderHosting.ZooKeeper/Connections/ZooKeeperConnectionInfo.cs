using System.Net;

namespace LeaderHosting.ZooKeeper;

/// <summary>One connection of a session. Immutable.</summary>
public sealed record ZooKeeperConnectionInfo
{
    internal ZooKeeperConnectionInfo()
    {
    }

    /// <summary>Counts the connections of the session: 1 for the first that was established, then 2, and so on.</summary>
    public required int Ordinal { get; init; }

    /// <summary>The server.</summary>
    public required EndPoint EndPoint { get; init; }

    /// <summary>When the request for the session was sent, as a timestamp of the client's <see cref="TimeProvider"/>. Taken before the request left.</summary>
    /// <remarks>The server heard from the session after this moment and before <see cref="ConnectAnsweredTimestamp"/>.</remarks>
    public required long ConnectRequestSentTimestamp { get; init; }

    /// <summary>When the server's answer to it had been read, as a timestamp of the client's <see cref="TimeProvider"/>.</summary>
    public required long ConnectAnsweredTimestamp { get; init; }

    /// <summary>The session timeout that the server granted with its answer. The servers count with the newest one: where their bounds on session
    /// timeouts differ, a session that moves from one to another may live shorter than it was first told.</summary>
    public required TimeSpan SessionTimeout { get; init; }

    /// <summary>Whether the server is in read-only mode, cut off from its quorum.</summary>
    public required bool IsReadOnly { get; init; }

    /// <summary>Whether the session had been connected before.</summary>
    public required bool Resumed { get; init; }
}

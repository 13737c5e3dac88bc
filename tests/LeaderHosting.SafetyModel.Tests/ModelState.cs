namespace LeaderHosting.SafetyModel.Tests;

/// <summary>
/// One state of the model: a candidate, the server it is connected to (a follower), and the ensemble's leader, which always has its quorum without that follower.
/// Time is counted in units; a channel is a string of letters, oldest first.
/// </summary>
/// <remarks>
/// Follower to leader: <c>T</c> a report that the session was touched, <c>N</c> one that has nothing to tell, <c>Q</c> a commit that is asked for. Leader to
/// follower: <c>P</c> a ping, <c>C</c> a commit.
/// </remarks>
internal readonly record struct ModelState
{
    /// <summary>The time.</summary>
    public required int Now { get; init; }

    /// <summary>Whether the follower is cut off from the leader, for good.</summary>
    public bool IsCut { get; init; }

    /// <summary>Whether the follower has heard of the session since its last report.</summary>
    public bool IsTouched { get; init; }

    /// <summary>What is on its way from the follower to the leader.</summary>
    public string ToLeader { get; init; }

    /// <summary>What is on its way from the leader to the follower.</summary>
    public string ToFollower { get; init; }

    /// <summary>When the leader sends its next ping.</summary>
    public required int NextPing { get; init; }

    /// <summary>When the leader expires the session.</summary>
    public required int Expiry { get; init; }

    /// <summary>When r was sent, and, in the model, answered; −1 before that.</summary>
    public required int Read { get; init; }

    /// <summary>When p was sent; −1 before that.</summary>
    public required int FirstCommit { get; init; }

    /// <summary>When q was sent; −1 before that.</summary>
    public required int SecondCommit { get; init; }

    /// <summary>Whether a commit is under way. Only one is at a time.</summary>
    public bool IsCommitting { get; init; }

    /// <summary>When the newest request that counts was sent.</summary>
    public required int Settled { get; init; }
}

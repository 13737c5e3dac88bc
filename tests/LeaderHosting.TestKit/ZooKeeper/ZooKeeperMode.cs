namespace LeaderHosting.TestKit;

/// <summary>What a ZooKeeper server says it is.</summary>
public enum ZooKeeperMode
{
    /// <summary>It does not answer, or answers that it does not serve: starting, without a quorum, paused or down.</summary>
    NotServing,

    /// <summary>Serving alone.</summary>
    Standalone,

    /// <summary>Leads its ensemble.</summary>
    Leader,

    /// <summary>Follows its ensemble's leader.</summary>
    Follower,

    /// <summary>Follows without a vote.</summary>
    Observer,
}

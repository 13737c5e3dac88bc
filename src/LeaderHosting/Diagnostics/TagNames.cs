namespace LeaderHosting.Diagnostics;

/// <summary>The names of the tags of instruments and spans.</summary>
internal static class TagNames
{
    /// <summary>The name of the election; empty for the unnamed one.</summary>
    public const string ElectionName = "election.name";

    /// <summary>The election path.</summary>
    public const string ElectionPath = "election.path";

    /// <summary>The number of the term.</summary>
    public const string Term = "election.term";

    /// <summary>The fencing token of the term.</summary>
    public const string FencingToken = "election.fencing_token";

    /// <summary>The role that a node changes to.</summary>
    public const string Role = "role";

    /// <summary>Why something happened.</summary>
    public const string Reason = "reason";

    /// <summary>What happened to a session.</summary>
    public const string Event = "event";

    /// <summary>The class of a leader-only service.</summary>
    public const string ServiceType = "service.type";

    /// <summary>How a start or a stop ended.</summary>
    public const string Outcome = "outcome";
}

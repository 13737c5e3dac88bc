namespace LeaderHosting.Diagnostics;

/// <summary>The names of the tags of instruments and spans. All stand in a namespace of their own: <c>service.*</c> and <c>session.*</c> are OpenTelemetry's.</summary>
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
    public const string Role = "election.role";

    /// <summary>Why the role changes.</summary>
    public const string Reason = "election.reason";

    /// <summary>The class of a leader-only service.</summary>
    public const string ServiceType = "election.service.type";

    /// <summary>How a start or a stop ended.</summary>
    public const string Outcome = "election.service.outcome";

    /// <summary>What happened to a session.</summary>
    public const string SessionEvent = "zookeeper.session.event";

    /// <summary>Why a session ended: OpenTelemetry's own name.</summary>
    public const string ErrorType = "error.type";
}

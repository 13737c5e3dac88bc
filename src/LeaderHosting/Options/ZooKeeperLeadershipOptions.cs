namespace LeaderHosting;

/// <summary>The settings of an election. Bound from the configuration section <c>ZooKeeperLeadership</c>.</summary>
/// <remarks>Checked when the host starts; every fault is told in one go, each naming its key.</remarks>
public sealed class ZooKeeperLeadershipOptions
{
    /// <summary>The configuration section that <c>AddZooKeeperLeadership()</c> binds.</summary>
    public const string SectionName = "ZooKeeperLeadership";

    /// <summary>
    /// The ZooKeeper servers: <c>host:port,host:port,host:port</c>, IPv6 addresses in brackets, with an optional chroot at the end
    /// (<c>zk1:2181,zk2:2181/myapp</c>). The port defaults to 2181. Required.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The znode that all candidates of one election meet under, an absolute path. It is created when missing. Default:
    /// <c>/leadership/&lt;application name&gt;</c>, and <c>/leadership/&lt;application name&gt;:&lt;election name&gt;</c> for an election with a name.
    /// </summary>
    public string? ElectionPath { get; set; }

    /// <summary>The name of this node in logs, health and the leader record. Default: machine name and process id, as <c>web1-4711</c>.</summary>
    public string? NodeName { get; set; }

    /// <summary>
    /// How long a node may be silent before ZooKeeper gives its place away: the time a crash costs. Default 10 seconds, from 1 second to 1 hour. The
    /// servers bound it to 2 to 20 ticks (<c>minSessionTimeout</c>, <c>maxSessionTimeout</c>); what they grant is what counts.
    /// </summary>
    public TimeSpan SessionTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long the leader-only services may take to stop. On a lost connection they are told to stop this long before the lease ends. At most two fifths of
    /// the session timeout; the longer it is, the shorter the disturbances that leave the leader in place. Default: a fifth of the session timeout.
    /// </summary>
    public TimeSpan? StopBudget { get; set; }

    /// <summary>What happens when services overrun their stop budget. Default: <see cref="StopOverrunBehavior.StopHost"/>.</summary>
    public StopOverrunBehavior StopOverrun { get; set; } = StopOverrunBehavior.StopHost;

    /// <summary>
    /// What happens when the <c>ExecuteAsync</c> of a <see cref="LeaderBackgroundService"/> throws. Default:
    /// <see cref="ServiceFaultBehavior.HandOver"/>.
    /// </summary>
    public ServiceFaultBehavior ServiceFault { get; set; } = ServiceFaultBehavior.HandOver;

    /// <summary>
    /// Where other nodes can reach this one, for example <c>http://web1:5000</c>; published in the leader record. Optional, an absolute http or https URL.
    /// </summary>
    public string? AdvertisedUrl { get; set; }

    /// <summary>Whether this node stands for election. False: it only looks on, and never leads. Default true.</summary>
    public bool Candidate { get; set; } = true;

    /// <summary>
    /// How much this node is preferred as leader: a leader that has led for <see cref="MinimumTenure"/> hands over to a candidate with a higher priority. Any whole number,
    /// default 0. Who takes over from a leader that is gone is the next in the queue all the same.
    /// </summary>
    public int Priority { get; set; }

    /// <summary>
    /// How long this node leads at least before it hands over to a candidate with a higher <see cref="Priority"/>, or to a newer one if the <see cref="Order"/> is
    /// <see cref="LeadershipOrder.NewestFirst"/>, or, with <see cref="Spread"/>, to one that leads fewer elections. From zero to 1 day. Default 1 minute; with <see cref="LeadershipOrder.NewestFirst"/> zero.
    /// </summary>
    public TimeSpan? MinimumTenure { get; set; }

    /// <summary>Which of the candidates leads; the same on every node. Default: <see cref="LeadershipOrder.OldestFirst"/>.</summary>
    public LeadershipOrder Order { get; set; } = LeadershipOrder.OldestFirst;

    /// <summary>
    /// Whether leadership is spread: a node that leads more of the elections with this option than another gives up what is too much, one at a time, to the one that leads the fewest, and never before
    /// its <see cref="MinimumTenure"/> is over. Counted are the elections of one session; the nodes that share must set this for the same elections. Priorities come first: nothing is given up to a
    /// candidate of a lower <see cref="Priority"/>. Not with <see cref="LeadershipOrder.NewestFirst"/>. Default false.
    /// </summary>
    public bool Spread { get; set; }

    /// <summary>
    /// The tag of the health checks that decide whether this node may lead: while one of them is <c>Unhealthy</c> the node hands over, if it leads, and does not stand
    /// for election. <c>Degraded</c> is good enough. A node comes forward only after all of them have passed once; it steps back when one fails in two rounds in a row. A check that does not answer
    /// within <see cref="CandidacyHealthInterval"/> has failed. Default: none, and health checks decide nothing.
    /// </summary>
    public string? CandidacyHealthTag { get; set; }

    /// <summary>
    /// The time from one round of the checks tagged <see cref="CandidacyHealthTag"/> to the next, and the longest that one of them may take. Default 5 seconds, from
    /// 100 milliseconds to 1 hour.
    /// </summary>
    public TimeSpan CandidacyHealthInterval { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The user for ZooKeeper's digest authentication; optional. Needs <see cref="DigestPassword"/>.</summary>
    public string? DigestUser { get; set; }

    /// <summary>The password for ZooKeeper's digest authentication. Never written to a log or a report.</summary>
    public string? DigestPassword { get; set; }

    /// <summary>Who may touch the znodes that the election makes. Default: <see cref="ZooKeeperLeadershipAcl.Open"/>.</summary>
    public ZooKeeperLeadershipAcl Acl { get; set; } = ZooKeeperLeadershipAcl.Open;

    /// <summary>What the configuration holds that could not be read, each in a sentence with its key.</summary>
    internal IReadOnlyCollection<string> Unreadable { get; set; } = [];

    /// <summary>The settings that the election's own configuration section holds, in contrast to one that it shares with others.</summary>
    internal HashSet<string>? OwnKeys { get; set; }

    /// <summary>The names of the elections that the configuration has a section for.</summary>
    internal IReadOnlyCollection<string> ConfiguredElections { get; set; } = [];
}

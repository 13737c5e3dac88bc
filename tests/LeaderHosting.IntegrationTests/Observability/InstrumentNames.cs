namespace LeaderHosting.IntegrationTests.Observability;

/// <summary>The names of all instruments, as users write them.</summary>
internal static class InstrumentNames
{
    public const string Leader = "leaderhosting.election.leader";
    public const string Candidate = "leaderhosting.election.candidate";
    public const string Connected = "leaderhosting.election.connected";
    public const string SessionTimeout = "leaderhosting.election.session.timeout";
    public const string RoleChanges = "leaderhosting.election.role_changes";
    public const string TakeoverDuration = "leaderhosting.election.takeover.duration";
    public const string TermDuration = "leaderhosting.election.term.duration";
    public const string LeaseRemaining = "leaderhosting.election.lease.remaining";
    public const string ServiceStartDuration = "leaderhosting.service.start.duration";
    public const string ServiceStopDuration = "leaderhosting.service.stop.duration";
    public const string StopOverruns = "leaderhosting.service.stop.overruns";
    public const string SessionEvents = "leaderhosting.session.events";
    public const string RequestDuration = "leaderhosting.zookeeper.request.duration";
    public const string Reconnects = "leaderhosting.zookeeper.reconnects";
}

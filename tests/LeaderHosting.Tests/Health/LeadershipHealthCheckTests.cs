using LeaderHosting.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.Tests.Health;

public sealed class LeadershipHealthCheckTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 22, 10, 0, 0, TimeSpan.Zero);

    private static readonly LeadershipStatus Slave = new()
    {
        ElectionPath = "/dmonitor/master",
        NodeName = "client12",
        Role = LeadershipRole.Follower,
        Phase = LeadershipPhase.Waiting,
        Connection = LeadershipConnection.Connected,
        Since = Since,
        LastContact = Since,
        Leader = new LeaderInfo("client11", "_c_x-latch-0000000001") { AdvertisedUrl = "http://client11:5000" },
        Term = 7,
        FencingToken = 4294967311,
    };

    private static readonly LeadershipStatus Master = Slave with
    {
        Role = LeadershipRole.Leader,
        Phase = LeadershipPhase.Leading,
        Leader = new LeaderInfo("client12", "_c_y-latch-0000000002"),
    };

    private static readonly LeadershipStatus Lost = Slave with { Connection = LeadershipConnection.Suspended };

    public static TheoryData<string> Names => new(Cases.Keys);

    /// <summary>Every judgement: the status, how healthy it is, and a part of what is said.</summary>
    private static Dictionary<string, (LeadershipStatus Status, HealthStatus Expected, string Says)> Cases { get; } = new(StringComparer.Ordinal)
    {
        ["master"] = (Master, HealthStatus.Healthy, "Master of /dmonitor/master, term 7."),
        ["master, a service failed"] = (Master with { LastError = "Job failed." }, HealthStatus.Degraded, "term 7. Job failed."),
        ["master without connection"] = (
            Master with { Connection = LeadershipConnection.Suspended, LastError = "Reset." }, HealthStatus.Degraded, "The lease is still held. Reset."),
        ["slave"] = (Slave, HealthStatus.Healthy, "the master of /dmonitor/master is client11."),
        ["slave, nobody leads"] = (Slave with { Leader = null }, HealthStatus.Healthy, "is not known."),
        ["slave that once failed"] = (Slave with { LastError = "Job failed." }, HealthStatus.Healthy, "Slave;"),
        ["slave without connection"] = (Lost, HealthStatus.Degraded, "is lost and being made again."),
        ["observer"] = (
            Slave with { Role = LeadershipRole.Observer, Phase = LeadershipPhase.Observing }, HealthStatus.Healthy, "Looking on at /dmonitor/master."),
        ["not eligible"] = (
            Slave with { Phase = LeadershipPhase.Observing, LastError = "No room." }, HealthStatus.Unhealthy, "can't stand for election. No room."),
        ["paused"] = (Slave with { Phase = LeadershipPhase.Observing, IsPaused = true }, HealthStatus.Healthy, "its candidacy is paused. The master of /dmonitor/master is client11."),
        ["paused and unfit"] = (
            Slave with { Phase = LeadershipPhase.Observing, IsPaused = true, Unfit = "Health check 'db' is Unhealthy." }, HealthStatus.Healthy, "its candidacy is paused."),
        ["unfit"] = (
            Slave with { Phase = LeadershipPhase.Observing, Unfit = "Health check 'db' is Unhealthy." },
            HealthStatus.Degraded,
            "does not stand for election: Health check 'db' is Unhealthy."),
        ["registering"] = (Slave with { Phase = LeadershipPhase.Registering }, HealthStatus.Degraded, "Changing role (Registering)."),
        ["claiming"] = (Slave with { Phase = LeadershipPhase.Claiming }, HealthStatus.Degraded, "Changing role (Claiming)."),
        ["starting"] = (Master with { Phase = LeadershipPhase.Starting }, HealthStatus.Degraded, "Changing role (Starting)."),
        ["stopping"] = (Slave with { Phase = LeadershipPhase.Stopping }, HealthStatus.Degraded, "Changing role (Stopping)."),
        ["handing over"] = (Slave with { Phase = LeadershipPhase.HandingOver }, HealthStatus.Degraded, "Changing role (HandingOver)."),
        ["standing back"] = (Slave with { Phase = LeadershipPhase.BackingOff, LastError = "Job failed." }, HealthStatus.Degraded, "again. Job failed."),
        ["out of touch"] = (Lost with { OutOfTouch = true }, HealthStatus.Unhealthy, "for longer than the session timeout."),
        ["never connected"] = (
            Lost with { Phase = LeadershipPhase.Disconnected, Connection = LeadershipConnection.Connecting, LastContact = null, OutOfTouch = true },
            HealthStatus.Unhealthy,
            "There is no session with ZooKeeper."),
        ["stop overran"] = (Slave with { Phase = LeadershipPhase.Stopping, StopOverran = true }, HealthStatus.Unhealthy, "overrun their stop budget"),
        ["stop overran, out of touch"] = (Lost with { StopOverran = true, OutOfTouch = true }, HealthStatus.Unhealthy, "overrun their stop budget"),
        ["closed"] = (
            Slave with { Phase = LeadershipPhase.Closed, Connection = LeadershipConnection.Closed }, HealthStatus.Unhealthy, "has been shut down."),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Judges(string name)
    {
        var (status, expected, says) = Cases[name];

        var result = await CheckAsync(status);

        Assert.Equal(expected, result.Status);
        Assert.Contains(says, result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_phase_is_judged() => Assert.Equal(
        Enum.GetValues<LeadershipPhase>().Order(),
        Cases.Values.Select(c => c.Status.Phase).Distinct().Order());

    [Fact]
    public async Task The_data_says_all_that_is_known()
    {
        var result = await CheckAsync(Slave with { LastError = "Job failed." });

        Assert.Equal(
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["role"] = "slave",
                ["phase"] = "waiting",
                ["paused"] = false,
                ["node"] = "client12",
                ["election"] = "/dmonitor/master",
                ["connection"] = "connected",
                ["since"] = Since,
                ["term"] = 7L,
                ["fencingToken"] = 4294967311L,
                ["leader"] = "client11",
                ["leaderUrl"] = "http://client11:5000",
                ["lastError"] = "Job failed.",
            },
            result.Data);
    }

    [Fact]
    public async Task The_data_leaves_out_what_is_not_known()
    {
        var result = await CheckAsync(new LeadershipStatus { ElectionPath = "/e", NodeName = "n" });

        Assert.Equal(["connection", "election", "node", "paused", "phase", "role", "since"], result.Data.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(false, null)]
    [InlineData(true, null)]
    [InlineData(false, "Health check 'db' is Unhealthy.")]
    [InlineData(true, "Health check 'db' is Unhealthy.")]
    public async Task The_data_says_what_keeps_the_node_from_standing(bool isPaused, string? unfit)
    {
        var result = await CheckAsync(Slave with { Phase = LeadershipPhase.Observing, IsPaused = isPaused, Unfit = unfit });

        Assert.Equal(isPaused, result.Data["paused"]);
        Assert.Equal(unfit, result.Data.GetValueOrDefault("unfit"));
    }

    [Theory]
    [InlineData(LeadershipRole.Leader, "master")]
    [InlineData(LeadershipRole.Follower, "slave")]
    [InlineData(LeadershipRole.Observer, "observer")]
    public async Task The_data_names_the_role(LeadershipRole role, string name)
    {
        var result = await CheckAsync(Slave with { Role = role });

        Assert.Equal(name, result.Data["role"]);
    }

    private static Task<HealthCheckResult> CheckAsync(LeadershipStatus status) =>
        new LeadershipHealthCheck(new FixedLeadership(status)).CheckHealthAsync(new HealthCheckContext());

    /// <summary>An election that is asked for nothing but its status.</summary>
    private sealed class FixedLeadership(LeadershipStatus status) : ILeadership
    {
        public LeadershipStatus Status => status;

        public bool IsLeader => throw new NotSupportedException();

        public LeadershipTerm? CurrentTerm => throw new NotSupportedException();

        public IAsyncEnumerable<LeadershipStatus> WatchAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<LeadershipTerm> WaitForLeadershipAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<LeaderInfo?> GetLeaderAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task<IReadOnlyList<CandidateInfo>> GetCandidatesAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ResignAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ResignAsync(string successor, CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task PauseAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public Task ResumeAsync(CancellationToken cancellationToken = default) => throw new NotSupportedException();
    }
}

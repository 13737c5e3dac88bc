using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LeaderHosting.AspNetCore.Tests;

public sealed class LeadershipHealthEndpointTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 22, 12, 34, 56, TimeSpan.FromHours(2));

    private static readonly LeadershipStatus Master = new()
    {
        ElectionPath = "/dmonitor/master",
        NodeName = "client10",
        Role = LeadershipRole.Leader,
        Phase = LeadershipPhase.Leading,
        Connection = LeadershipConnection.Connected,
        Since = Since,
        Term = 3,
        FencingToken = 4294967311,
        Leader = new LeaderInfo("client10", "_c_1-latch-0000000003"),
    };

    public static TheoryData<string, LeadershipStatus, HealthCheckResult, HttpStatusCode, string> States => new()
    {
        {
            "a master", Master, HealthCheckResult.Healthy("client10 is master."), HttpStatusCode.OK,
            """
            {"status":"Healthy","role":"master","phase":"leading","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client10","leader":"client10","election":"/dmonitor/master","connection":"connected","since":"2026-11-22T10:34:56Z","description":"client10 is master."}
            """
        },
        {
            "a slave that knows where the master is",
            Master with
            {
                NodeName = "client11",
                Role = LeadershipRole.Follower,
                Phase = LeadershipPhase.Waiting,
                Leader = new LeaderInfo("client10", "c") { AdvertisedUrl = "http://client10:5000" },
            },
            HealthCheckResult.Healthy("client11 is slave; client10 leads."), HttpStatusCode.OK,
            """
            {"status":"Healthy","role":"slave","phase":"waiting","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client11","leader":"client10","leaderUrl":"http://client10:5000","election":"/dmonitor/master","connection":"connected","since":"2026-11-22T10:34:56Z","description":"client11 is slave; client10 leads."}
            """
        },
        {
            "an observer",
            Master with { NodeName = "watcher", Role = LeadershipRole.Observer, Phase = LeadershipPhase.Observing },
            HealthCheckResult.Healthy(), HttpStatusCode.OK,
            """
            {"status":"Healthy","role":"observer","phase":"observing","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"watcher","leader":"client10","election":"/dmonitor/master","connection":"connected","since":"2026-11-22T10:34:56Z","description":null}
            """
        },
        {
            "a master whose connection is suspended",
            Master with { Connection = LeadershipConnection.Suspended },
            HealthCheckResult.Degraded("The connection to ZooKeeper is being made again."), HttpStatusCode.OK,
            """
            {"status":"Degraded","role":"master","phase":"leading","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client10","leader":"client10","election":"/dmonitor/master","connection":"suspended","since":"2026-11-22T10:34:56Z","description":"The connection to ZooKeeper is being made again."}
            """
        },
        {
            "a node that stands back after a failed start",
            Master with { Role = LeadershipRole.Follower, Phase = LeadershipPhase.BackingOff, Leader = null, LastError = "\"ReportScheduler\" didn't start: Zürich > 1 & 2" },
            HealthCheckResult.Degraded("stands back"), HttpStatusCode.OK,
            """
            {"status":"Degraded","role":"slave","phase":"backingOff","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client10","leader":null,"election":"/dmonitor/master","connection":"connected","since":"2026-11-22T10:34:56Z","description":"stands back","lastError":"\"ReportScheduler\" didn't start: Zürich > 1 & 2"}
            """
        },
        {
            "a node that is paused",
            Master with { Role = LeadershipRole.Follower, Phase = LeadershipPhase.Observing, IsPaused = true },
            HealthCheckResult.Healthy(), HttpStatusCode.OK,
            """
            {"status":"Healthy","role":"slave","phase":"observing","paused":true,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client10","leader":"client10","election":"/dmonitor/master","connection":"connected","since":"2026-11-22T10:34:56Z","description":null}
            """
        },
        {
            "a node that is paused and not fit to lead, without a connection",
            Master with
            {
                Role = LeadershipRole.Follower,
                Phase = LeadershipPhase.Disconnected,
                Connection = LeadershipConnection.Suspended,
                IsPaused = true,
                Unfit = "Health check 'database' is Unhealthy.",
            },
            HealthCheckResult.Degraded(), HttpStatusCode.OK,
            """
            {"status":"Degraded","role":"slave","phase":"disconnected","paused":true,"unfit":"Health check 'database' is Unhealthy.","term":3,"fencingToken":4294967311,"node":"client10","leader":"client10","election":"/dmonitor/master","connection":"suspended","since":"2026-11-22T10:34:56Z","description":null}
            """
        },
        {
            "a node that never reached ZooKeeper",
            new LeadershipStatus { ElectionPath = "/dmonitor/master", NodeName = "client12", Since = Since, OutOfTouch = true, LastError = "No server answered." },
            HealthCheckResult.Unhealthy("client12 is out of touch."), HttpStatusCode.ServiceUnavailable,
            """
            {"status":"Unhealthy","role":"slave","phase":"disconnected","paused":false,"unfit":null,"term":null,"fencingToken":null,"node":"client12","leader":null,"election":"/dmonitor/master","connection":"connecting","since":"2026-11-22T10:34:56Z","description":"client12 is out of touch.","lastError":"No server answered."}
            """
        },
        {
            "a node that hands over",
            Master with { Phase = LeadershipPhase.HandingOver, Role = LeadershipRole.Follower },
            HealthCheckResult.Healthy(), HttpStatusCode.OK,
            """
            {"status":"Healthy","role":"slave","phase":"handingOver","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client10","leader":"client10","election":"/dmonitor/master","connection":"connected","since":"2026-11-22T10:34:56Z","description":null}
            """
        },
        {
            "an election that was shut down",
            Master with { Phase = LeadershipPhase.Closed, Role = LeadershipRole.Follower, Connection = LeadershipConnection.Closed, Leader = null },
            HealthCheckResult.Unhealthy("shut down"), HttpStatusCode.ServiceUnavailable,
            """
            {"status":"Unhealthy","role":"slave","phase":"closed","paused":false,"unfit":null,"term":3,"fencingToken":4294967311,"node":"client10","leader":null,"election":"/dmonitor/master","connection":"closed","since":"2026-11-22T10:34:56Z","description":"shut down"}
            """
        },
    };

    [Theory]
    [MemberData(nameof(States), DisableDiscoveryEnumeration = true)]
    public async Task Every_state_has_its_answer(string state, LeadershipStatus status, HealthCheckResult health, HttpStatusCode code, string json)
    {
        await using var app = await HealthApp.StartAsync(static web => web.MapLeadershipHealth());
        app.Leadership.Status = status;
        app.Health = health;

        using var response = await app.Client.GetAsync("/health");

        Assert.True(json == await response.Content.ReadAsStringAsync(), $"{state}: {await response.Content.ReadAsStringAsync()}");
        Assert.Equal(code, response.StatusCode);
    }

    [Theory]
    [MemberData(nameof(Phases))]
    public async Task Every_phase_is_written_in_camel_case(LeadershipPhase phase, string word)
    {
        await using var app = await HealthApp.StartAsync(static web => web.MapLeadershipHealth());
        app.Leadership.Status = Master with { Phase = phase };

        Assert.Contains($"\"phase\":\"{word}\"", await app.Client.GetStringAsync("/health"), StringComparison.Ordinal);
    }

    public static TheoryData<LeadershipPhase, string> Phases
    {
        get
        {
            var phases = new TheoryData<LeadershipPhase, string>();
            foreach (var phase in Enum.GetValues<LeadershipPhase>())
            {
                var name = phase.ToString();
                phases.Add(phase, char.ToLowerInvariant(name[0]) + name[1..]);
            }

            return phases;
        }
    }

    [Fact]
    public async Task The_answer_is_json_that_nobody_may_keep()
    {
        await using var app = await HealthApp.StartAsync(static web => web.MapLeadershipHealth());

        using var response = await app.Client.GetAsync("/health");

        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
    }

    [Fact]
    public async Task Head_has_the_status_and_no_body()
    {
        await using var app = await HealthApp.StartAsync(static web => web.MapLeadershipHealth());
        app.Health = HealthCheckResult.Unhealthy();

        using var request = new HttpRequestMessage(HttpMethod.Head, "/health");
        using var response = await app.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task It_answers_only_at_its_own_pattern_and_only_to_reads()
    {
        await using var app = await HealthApp.StartAsync(static web => web.MapLeadershipHealth("/up/leadership"));

        using var elsewhere = await app.Client.GetAsync("/health");
        using var here = await app.Client.GetAsync("/up/leadership");
        using var post = await app.Client.PostAsync("/up/leadership", content: null);

        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode);
        Assert.Equal(HttpStatusCode.OK, here.StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, post.StatusCode);
    }

    [Fact]
    public async Task Neither_exceptions_nor_data_of_a_check_are_shown()
    {
        await using var app = await HealthApp.StartAsync(static web => web.MapLeadershipHealth());
        app.Health = new HealthCheckResult(
            HealthStatus.Unhealthy,
            "out of touch",
            new InvalidOperationException("digest reporter:s3cret"),
            new Dictionary<string, object> { ["password"] = "s3cret" });

        using var response = await app.Client.GetAsync("/health");

        var body = await response.Content.ReadAsStringAsync();
        Assert.Contains("out of touch", body, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", body, StringComparison.Ordinal);
    }
}

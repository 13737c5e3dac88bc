using System.Diagnostics;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Diagnostics;

/// <summary>The spans of role changes.</summary>
public sealed class SpanTests : ElectionStory
{
    private const string BecomeLeader = "election.become_leader";
    private const string StepDown = "election.step_down";
    private const string ServiceStart = "service.start";
    private const string ServiceStop = "service.stop";

    private static readonly ActivitySource Application = new("LeaderHosting.Tests.Application");

    private readonly string _path = $"/spans/{Guid.NewGuid():N}";

    [Fact]
    public async Task A_takeover_is_a_root_with_a_child_for_each_service_and_their_own_spans_below()
    {
        using var spans = new SpanRecorder(_path);
        using var ambient = Application.StartActivity("whatever the loop was set going by");
        var a = await LeaderAsync((_, _) =>
        {
            using var own = Application.StartActivity("warm up");
            return Task.CompletedTask;
        });

        var takeover = Assert.Single(spans.Of(BecomeLeader));
        var start = Assert.Single(spans.Of(ServiceStart));
        Assert.NotNull(ambient);
        Assert.Null(takeover.ParentId);
        Assert.Equal(takeover.SpanId, start.ParentSpanId);
        Assert.Equal(start.SpanId, Assert.Single(spans.Of("warm up"), s => s.TraceId == takeover.TraceId).ParentSpanId);
        Assert.Equal(a.Term!.Number, takeover.GetTagItem("election.term"));
        Assert.Equal(a.Term.FencingToken, takeover.GetTagItem("election.fencing_token"));
        Assert.Equal(("", _path), (takeover.GetTagItem("election.name"), takeover.GetTagItem("election.path")));
        Assert.Equal((nameof(JournalingService), "ok"), (start.GetTagItem("election.service.type"), start.GetTagItem("election.service.outcome")));
        Assert.Equal((ActivityStatusCode.Unset, ActivityStatusCode.Unset), (takeover.Status, start.Status));
        Assert.Same(ambient, Activity.Current);
    }

    [Fact]
    public async Task Stepping_down_lasts_until_the_place_is_given_up()
    {
        using var spans = new SpanRecorder(_path);
        var a = await LeaderAsync();
        var hang = new TaskCompletionSource();
        a.Service.OnStop = _ => hang.Task;

        var resignation = a.Election.ResignAsync(default);
        await World.StillAsync(() => a.Service.IsBusy, "a to stop");
        Assert.Empty(spans.Of(StepDown));
        await World.PassAsync(TimeSpan.FromSeconds(1));
        hang.SetResult();
        await InNoTimeAsync(resignation, "a to resign");
        await World.StillAsync(() => spans.Of(StepDown).Count == 1, "the span to end");

        var stepDown = Assert.Single(spans.Of(StepDown));
        Assert.Null(stepDown.ParentId);
        Assert.Equal("resigned", stepDown.GetTagItem("election.reason"));
        Assert.InRange(stepDown.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal(["services stopped"], stepDown.Events.Select(static e => e.Name));
        Assert.Equal(stepDown.SpanId, Assert.Single(spans.Of(ServiceStop)).ParentSpanId);
        Assert.Equal(ActivityStatusCode.Unset, stepDown.Status);
    }

    [Fact]
    public async Task A_service_that_fails_to_start_marks_its_span_and_the_takeover()
    {
        using var spans = new SpanRecorder(_path);
        var a = World.Add("a", s => s with { Path = _path });
        a.Service.OnStart = static (_, _) => throw new IOException("The disk is full.");
        a.Start();
        await World.UntilAsync(() => spans.Of(StepDown).Count > 0, "a to give up");

        foreach (var span in new[] { spans.Of(BecomeLeader)[0], spans.Of(ServiceStart)[0] })
        {
            Assert.Equal((ActivityStatusCode.Error, "The disk is full."), (span.Status, span.StatusDescription));
            var tags = Assert.Single(span.Events, static e => e.Name == "exception").Tags.ToDictionary();
            Assert.Equal(typeof(IOException).FullName, tags["exception.type"]);
        }

        Assert.Equal("start_failed", spans.Of(StepDown)[0].GetTagItem("election.reason"));
    }

    [Fact]
    public async Task A_term_that_ends_before_its_services_have_started_ends_the_takeover_in_error()
    {
        using var spans = new SpanRecorder(_path);
        var a = World.Add("a", s => s with { Path = _path });
        a.Service.OnStart = static (_, token) => Task.Delay(Timeout.Infinite, token);
        a.Start();
        await World.UntilAsync(() => a.Service.IsBusy, "a to start");

        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.Equal(ActivityStatusCode.Error, Assert.Single(spans.Of(BecomeLeader)).Status);
        Assert.Equal("shutdown", Assert.Single(spans.Of(StepDown)).GetTagItem("election.reason"));
    }

    [Fact]
    public async Task The_work_of_a_background_service_is_no_part_of_its_start()
    {
        using var spans = new SpanRecorder(_path);
        var work = new Work();
        var a = World.Add("a", s => s with { Path = _path }, services: _ => [work]);
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading && work.Seen.Task.IsCompleted, "a to work");

        Assert.Null(await work.Seen.Task);
        Assert.Single(spans.Of(ServiceStart));
    }

    private async Task<ElectionNode> LeaderAsync(Func<LeadershipTerm, CancellationToken, Task>? onStart = null)
    {
        var a = World.Add("a", s => s with { Path = _path });
        a.Service.OnStart = onStart;
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead");
        return a;
    }

    private sealed class Work : LeaderBackgroundService
    {
        public TaskCompletionSource<Activity?> Seen { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        protected override Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken)
        {
            Seen.TrySetResult(Activity.Current);
            return Task.Delay(Timeout.Infinite, stoppingToken);
        }
    }
}

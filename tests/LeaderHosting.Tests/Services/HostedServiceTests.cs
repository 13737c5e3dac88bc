using LeaderHosting.Hosting;
using LeaderHosting.Tests.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LeaderHosting.Tests.Services;

/// <summary>Hosted services that only the leader runs.</summary>
public sealed class HostedServiceTests : ElectionStory
{
    private const int StartFailed = 5001;
    private const int RunFailed = 5002;
    private const int StopFailed = 5003;
    private const int RunEnded = 5004;
    private const int StopOverran = 5005;

    private readonly ServiceCollection _services = new();
    private readonly TaskCompletionSource _run = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly LeadershipBuilder _election;

    public HostedServiceTests()
    {
        _election = new LeadershipBuilder("", _services);
        _services.AddScoped<Dependency>();
        _services.AddSingleton(Journal);
    }

    [Fact]
    public async Task Each_term_has_a_new_one_in_a_scope_that_knows_the_term_and_ends_with_it()
    {
        _election.AddHostedService<Dependent>();
        var a = await LeaderAsync();
        var first = Dependent.Newest!;
        Assert.Same(a.Term, first.Term);
        Assert.Same(a.Term, first.Dependency.Term);

        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Leading, "a to lead again");

        Assert.NotSame(first, Dependent.Newest);
        Assert.Same(a.Term, Dependent.Newest!.Dependency.Term);
        Assert.NotSame(first.Term, Dependent.Newest.Term);
        Assert.Equal(["dependent stopped", "dependent disposed", "dependency disposed"], Journal.Lines);
    }

    [Fact]
    public async Task Their_steps_come_in_the_order_of_a_host()
    {
        var x = new JournalingService(Journal, "x");
        Add("h");
        _services.AddSingleton<ILeaderOnlyService>(x);
        _election.AddHostedService(_ => new OtherHostedService(Journal));
        var a = await LeaderAsync();
        await World.StillAsync(() => Journal.Count("a h starts") == 1, "h to run");
        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.Equal(
            [
                "h starting", "i starting", "h start", "x starts", "i start", "h started", "i started",
                "i stopping", "h stopping", "i stop", "x stops", "x stopped", "h stop", "i stopped", "h stopped", "h disposed",
            ],
            Journal.Lines.Where(static line => !line.StartsWith("a h", StringComparison.Ordinal)));
        Assert.True(Journal.Lines.ToList().IndexOf("a h stopped") < Journal.Lines.ToList().IndexOf("h stopped"));

        // The journal takes x and h for nodes of their own here.
        MayOverlap = true;
    }

    [Fact]
    public async Task One_whose_run_fails_hands_leadership_on()
    {
        Add("h");
        var a = await LeaderAsync();

        _run.SetException(new IOException("The disk is full."));
        await World.StillAsync(() => a.Phase == LeadershipPhase.BackingOff, "a to stand back");

        Assert.IsType<IOException>(Assert.Single(a.Logs.WithEventId(RunFailed)).Exception);
        Assert.Contains("JournalingHostedService failed in term 1: IOException: The disk is full.", a.Status.LastError, StringComparison.Ordinal);
        Assert.Equal("h disposed", Journal.Lines[^1]);
    }

    [Fact]
    public async Task One_whose_run_returns_early_is_told_of_and_the_node_leads_on()
    {
        Add("h");
        var a = await LeaderAsync();

        _run.SetResult();
        await World.StillAsync(() => a.Logs.WithEventId(RunEnded).Count == 1, "the end to be logged");
        await World.PassAsync(T);

        Assert.Equal(LeadershipPhase.Leading, a.Phase);
        Assert.StartsWith("The ExecuteAsync of JournalingHostedService returned", a.Logs.WithEventId(RunEnded)[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_whose_run_pays_no_heed_to_its_token_has_not_stopped_before_it_returns()
    {
        Add("h", _ => _run.Task);
        var a = await World.LeaderAsync("a", s => s with { StopOverrun = StopOverrunBehavior.Log }, _ => Services());
        var b = await World.FollowerAsync("b");
        var resignation = a.Election.ResignAsync(default);

        await World.UntilAsync(() => a.Status.StopOverran, "the overrun");
        await World.PassAsync(2 * T);
        Assert.Equal(LeadershipPhase.Stopping, a.Phase);
        Assert.Equal(LeadershipPhase.Waiting, b.Phase);
        Assert.Equal(["a"], Journal.Running);
        Assert.StartsWith("JournalingHostedService has not stopped", Assert.Single(a.Logs.WithEventId(StopOverran)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain("h disposed", Journal.Lines);

        _run.SetResult();
        await InNoTimeAsync(resignation, "the resignation");
        await World.UntilAsync(() => b.Phase == LeadershipPhase.Leading, "b to lead");
        Assert.Contains("h disposed", Journal.Lines);
    }

    [Fact]
    public async Task One_that_fails_to_start_is_disposed_of_when_its_run_has_ended_and_not_stopped()
    {
        Add("h", _ => _run.Task, start: () => throw new IOException("The disk is full."));
        var a = World.Add("a", services: _ => Services());
        a.Start();
        await World.UntilAsync(() => a.Phase == LeadershipPhase.Stopping, "a to stop");
        Assert.Equal(["h starting", "h start"], Journal.Lines.Where(static line => line[0] == 'h'));

        _run.SetResult();
        await World.StillAsync(() => a.Phase == LeadershipPhase.BackingOff, "a to stand back");

        Assert.StartsWith("JournalingHostedService failed to start", Assert.Single(a.Logs.WithEventId(StartFailed)).Message, StringComparison.Ordinal);
        Assert.Equal(["h starting", "h start", "h disposed"], Journal.Lines.Where(static line => line[0] == 'h'));
    }

    [Fact]
    public async Task One_that_was_used_in_an_earlier_term_is_a_failed_start()
    {
        JournalingHostedService? only = null;
        _election.AddHostedService(_ => only ??= new JournalingHostedService(Journal, "h", static token => Task.Delay(Timeout.Infinite, token)));
        var a = await LeaderAsync();

        await InNoTimeAsync(a.Election.ResignAsync(default), "a to resign");
        await World.UntilAsync(() => a.Logs.WithEventId(StartFailed).Count == 1, "the second start to fail");

        Assert.Contains("returned the instance of an earlier term", a.Logs.WithEventId(StartFailed)[0].Exception!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_throws_while_it_is_disposed_of_counts_as_stopped()
    {
        Add("h", dispose: static () => throw new IOException("The disk is full."));
        var a = await LeaderAsync();

        await InNoTimeAsync(a.CloseAsync(), "a to close");

        Assert.IsType<IOException>(Assert.Single(a.Logs.WithEventId(StopFailed)).Exception);
    }

    private Task<ElectionNode> LeaderAsync() => World.LeaderAsync("a", services: _ => Services());

    private IReadOnlyList<ILeaderOnlyService> Services() => [.. _services.BuildServiceProvider(validateScopes: true).GetServices<ILeaderOnlyService>()];

    private void Add(string name, Func<CancellationToken, Task>? run = null, Func<Task>? start = null, Action? dispose = null) =>
        _election.AddHostedService(_ =>
            new JournalingHostedService(Journal, name, run ?? (token => _run.Task.WaitAsync(token)))
            {
                OnStart = start,
                OnDispose = dispose,
            });

    private sealed class Dependency(LeadershipTerm term, Journal journal) : IAsyncDisposable
    {
        public LeadershipTerm Term => term;

        public ValueTask DisposeAsync()
        {
            journal.Note("dependency", "disposed");
            return default;
        }
    }

    private sealed class Dependent : IHostedService, IDisposable
    {
        private readonly Journal _journal;

        public Dependent(Dependency dependency, LeadershipTerm term, Journal journal)
        {
            Dependency = dependency;
            Term = term;
            _journal = journal;
            Newest = this;
        }

        public static Dependent? Newest { get; private set; }

        public Dependency Dependency { get; }

        public LeadershipTerm Term { get; }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _journal.Note("dependent", "stopped");
            return Task.CompletedTask;
        }

        public void Dispose() => _journal.Note("dependent", "disposed");
    }

    private sealed class OtherHostedService(Journal journal) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => NoteAsync("starting");

        public Task StartAsync(CancellationToken cancellationToken) => NoteAsync("start");

        public Task StartedAsync(CancellationToken cancellationToken) => NoteAsync("started");

        public Task StoppingAsync(CancellationToken cancellationToken) => NoteAsync("stopping");

        public Task StopAsync(CancellationToken cancellationToken) => NoteAsync("stop");

        public Task StoppedAsync(CancellationToken cancellationToken) => NoteAsync("stopped");

        private Task NoteAsync(string what)
        {
            journal.Note("i", what);
            return Task.CompletedTask;
        }
    }
}

using LeaderHosting.Coordination;
using LeaderHosting.Lease;
using LeaderHosting.Sessions;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;
using LeaderHosting.Tests.World;

namespace LeaderHosting.Tests.Lease;

/// <summary>The keeper on a session of T = 16 s, whose proofs are due every second.</summary>
public sealed class LeaseKeeperTests : IAsyncLifetime
{
    private static readonly TimeSpan T = TimeSpan.FromSeconds(16);
    private static readonly TimeSpan Interval = T / 16;
    private static readonly TimeSpan Step = Interval / 10;

    private readonly ManualTimeProvider _clock = new();
    private readonly FakeSessionFactory _network;
    private readonly CancellationTokenSource _end = new();
    private readonly List<string> _missing = [];
    private LiveSession _session = null!;
    private Task _events = Task.CompletedTask;
    private Task _keeping = Task.CompletedTask;

    public LeaseKeeperTests()
    {
        _network = new FakeSessionFactory(new InMemoryEnsemble(_clock), _clock) { RequestedTimeout = T, GrantedTimeout = T };
    }

    private LeaseKeeper Keeper => _session.Keeper;

    private int Proofs => _network.Requests.Count(static r => r.IsProof);

    public async Task InitializeAsync()
    {
        var session = _network.Create();
        var connected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _events = RunAsync();
        await connected.Task;
        await session.CreateAsync("/a", default, CoordinationNodeKind.Persistent, default);
        await session.CreateAsync("/b", default, CoordinationNodeKind.Persistent, default);
        _keeping = Keeper.RunAsync(_end.Token);

        async Task RunAsync()
        {
            await foreach (var change in session.RunAsync(_end.Token))
            {
                switch (change)
                {
                    case CoordinationSessionEvent.Connected first when _session is null:
                        _session = new LiveSession(session, first.Connection, _clock, new TestLogs().CreateLogger("keeper"));
                        connected.SetResult();
                        break;
                    case CoordinationSessionEvent.Connected again:
                        _session.Connected(again.Connection);
                        break;
                }
            }
        }
    }

    public async Task DisposeAsync()
    {
        await _end.CancelAsync();
        await _keeping;
        await _events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
    }

    [Fact]
    public async Task Proves_nothing_while_nobody_wants_it()
    {
        await PassAsync(2 * T);

        Assert.Equal(0, Proofs);
    }

    [Fact]
    public async Task Proves_at_once_and_then_once_an_interval_and_the_lease_stays_long()
    {
        using var interest = Keeper.Keep("/a", () => _missing.Add("/a"));
        await StillAsync(() => Proofs >= 1, "the first proof");
        Assert.True(_session.Lease.IsHeld);

        await PassAsync(T);
        var before = Proofs;
        await PassAsync(T);

        Assert.InRange(Proofs - before, 15, 17);
        Assert.InRange(_session.Lease.Remaining, T / 2, T);
        Assert.Empty(_missing);
    }

    [Fact]
    public async Task In_a_new_session_the_first_proof_waits_for_an_interval_after_the_last_commit()
    {
        var half = Interval / 2;
        await _session.CreateAsync("/c", default, CoordinationNodeKind.Persistent, default);
        await PassAsync(half);
        using var interest = Keeper.Keep("/a", () => _missing.Add("/a"));
        await PassAsync(half - Step);
        Assert.Equal(0, Proofs);

        _clock.Advance(Step);

        await StillAsync(() => Proofs == 1, "the first proof");
        await PassAsync(T);
        Assert.InRange(Proofs, 15, 18);
        Assert.InRange(_session.Lease.Remaining, T / 2, T);
    }

    [Fact]
    public async Task In_a_session_that_is_not_new_a_commit_is_no_reason_to_wait()
    {
        await _session.CreateAsync("/c", default, CoordinationNodeKind.Persistent, default);
        await PassAsync(T / 2);
        await _session.CreateAsync("/d", default, CoordinationNodeKind.Persistent, default);

        using var interest = Keeper.Keep("/a", () => _missing.Add("/a"));

        await StillAsync(() => Proofs >= 1, "the first proof");
    }

    [Fact]
    public async Task Does_not_wait_in_a_busy_loop_for_the_fraction_of_a_millisecond_that_a_timer_leaves_over()
    {
        var fraction = TimeSpan.FromMilliseconds(0.5);
        var millisecond = TimeSpan.FromMilliseconds(1);
        _network.Decide(static r => r.IsProof ? RequestFate.Held : RequestFate.Answered);
        using var interest = Keeper.Keep("/a", () => _missing.Add("/a"));
        await StillAsync(() => _network.IsHolding, "the first proof to be under way");
        _clock.Advance(fraction);
        _network.Decide(static _ => RequestFate.Answered);
        _network.Release();
        await Eventually.TrueAsync(() => _clock.NextDue == Interval - millisecond, "the pause", lastSeen: () => $"{_clock.NextDue}");

        // The timer goes off, and the clock then stands still half a millisecond before the next proof is due. On a thread of its own: a busy loop would
        // keep the one that runs the timer.
        var moving = Task.Run(() => _clock.Advance(Interval - millisecond));

        await StillAsync(() => Proofs >= 2, "the second proof");
        await moving;
    }

    [Fact]
    public async Task Stops_when_the_last_one_wants_it_no_longer()
    {
        var one = Keeper.Keep("/a", () => _missing.Add("/a"));
        var other = Keeper.Keep("/b", () => _missing.Add("/b"));
        await PassAsync(T);

        one.Dispose();
        await PassAsync(T);
        var before = Proofs;
        await PassAsync(T);
        Assert.InRange(Proofs - before, 15, 17);

        other.Dispose();
        await PassAsync(2 * Interval);
        before = Proofs;
        await PassAsync(T);
        Assert.Equal(before, Proofs);
        Assert.False(_session.Lease.IsHeld);
    }

    [Fact]
    public async Task Checks_all_candidates_with_no_more_proofs_than_for_one()
    {
        using var one = Keeper.Keep("/a", () => _missing.Add("/a"));
        using var other = Keeper.Keep("/b", () => _missing.Add("/b"));
        await PassAsync(T);
        var before = _network.Requests.Count;
        await PassAsync(T);

        var proofs = _network.Requests.Skip(before).Where(static r => r.IsProof).ToList();
        Assert.InRange(proofs.Count, 15, 17);
        Assert.All(proofs, static p => Assert.Equal(["/a", "/b"], p.Operations.Select(static o => o.Path).Order()));
    }

    [Fact]
    public async Task Takes_a_bounded_number_of_many_candidates_in_turn()
    {
        var candidates = Enumerable.Range(0, 150).Select(static i => $"/many-{i}").ToList();
        foreach (var candidate in candidates)
        {
            await _session.CreateAsync(candidate, default, CoordinationNodeKind.Persistent, default);
        }

        var kept = candidates.Select(candidate => Keeper.Keep(candidate, () => _missing.Add(candidate))).ToList();
        await PassAsync(T);
        kept[7].Dispose();
        kept[149].Dispose();
        var before = _network.Requests.Count;
        await PassAsync(T);

        var proofs = _network.Requests.Skip(before).Where(static r => r.IsProof).ToList();
        Assert.InRange(proofs.Count, 15, 17);
        Assert.All(proofs, static p => Assert.Equal(64, p.Operations.Count));
        Assert.Equal(148, proofs.SelectMany(static p => p.Operations).Select(static o => o.Path).Distinct().Count());
        Assert.Empty(_missing);
        kept.ForEach(static k => k.Dispose());
    }

    [Fact]
    public async Task Tells_once_of_a_candidate_that_is_gone_and_goes_on_for_the_others()
    {
        using var gone = Keeper.Keep("/gone", () => _missing.Add("/gone"));
        using var other = Keeper.Keep("/a", () => _missing.Add("/a"));

        await StillAsync(() => _missing.Count > 0, "the candidate to be missed");
        await PassAsync(T);

        Assert.Equal(["/gone"], _missing);
        Assert.InRange(_session.Lease.Remaining, T / 2, T);
    }

    [Fact]
    public async Task Tells_nothing_of_a_candidate_that_is_wanted_no_longer()
    {
        _network.Decide(static r => r.IsProof ? RequestFate.Held : RequestFate.Answered);
        var gone = Keeper.Keep("/gone", () => _missing.Add("/gone"));
        await StillAsync(() => _network.IsHolding, "the proof to be under way");

        gone.Dispose();
        _network.Release();
        await PassAsync(T);

        Assert.Empty(_missing);
    }

    [Fact]
    public async Task Does_not_ask_a_server_that_refuses_in_a_tight_loop()
    {
        _network.Decide(static r => r.IsProof ? RequestFate.Refused : RequestFate.Answered);
        using var interest = Keeper.Keep("/a", () => _missing.Add("/a"));

        await PassAsync(T);

        Assert.InRange(Proofs, 15, 18);
        Assert.Empty(_missing);
    }

    [Fact]
    public async Task Leaves_a_server_that_has_answered_and_then_is_silent_for_two_intervals_and_does_so_once()
    {
        using var interest = Keeper.Keep("/a", () => _missing.Add("/a"));
        await PassAsync(T);
        var first = _session.Connection!.Ordinal;

        _network.Decide(static r => r.IsProof ? RequestFate.Held : RequestFate.Answered);
        await PassAsync(4 * Interval);
        Assert.Equal(first + 1, _session.Connection!.Ordinal);

        // The next one has answered no proof yet: it may be the quorum that is slow, and the session has more patience.
        await PassAsync(T / 2);
        Assert.Equal(first + 1, _session.Connection!.Ordinal);
    }

    [Fact]
    public async Task Waits_for_a_connection_and_proves_at_once_when_there_is_one()
    {
        using var interest = Keeper.Keep("/a", () => _missing.Add("/a"));
        await PassAsync(T);

        _network.Cut();
        await PassAsync(T / 2);
        var before = Proofs;
        await PassAsync(T / 8);
        Assert.Equal(before, Proofs);

        _network.Restore();
        await StillAsync(() => Proofs > before && _session.Lease.Remaining > T * 0.9, "the lease to be proved anew");
    }

    /// <summary>Moves the clock in small steps, and lets the keeper do what it has to between them.</summary>
    private async Task PassAsync(TimeSpan time)
    {
        for (var passed = TimeSpan.Zero; passed < time; passed += Step)
        {
            await ThreadPoolRest.WaitAsync();
            _clock.Advance(Step);
        }

        await ThreadPoolRest.WaitAsync();
    }

    private Task StillAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, lastSeen: () => $"{Proofs} proofs");
}

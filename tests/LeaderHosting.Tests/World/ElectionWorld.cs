using System.Diagnostics;
using LeaderHosting.Election;
using LeaderHosting.TestKit;
using LeaderHosting.Tests.Ensemble;

namespace LeaderHosting.Tests.World;

/// <summary>An ensemble, some nodes, and one clock that only <see cref="UntilAsync"/> and <see cref="PassAsync"/> move.</summary>
internal sealed class ElectionWorld : IAsyncDisposable
{
    public const string Path = "/dmonitor/master";

    public static readonly TimeSpan SessionTimeout = TimeSpan.FromSeconds(10);

    /// <summary>The default stop budget under <see cref="SessionTimeout"/>.</summary>
    public static readonly TimeSpan StopBudget = TimeSpan.FromSeconds(2);

    /// <summary>By how much the clock moves at a time.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private static readonly TimeSpan DefaultLimit = TimeSpan.FromMinutes(3);
    private readonly List<ElectionNode> _nodes = [];

    public ElectionWorld()
    {
        Ensemble = new InMemoryEnsemble(Clock);
        Journal = new Journal(Clock);
    }

    public ManualTimeProvider Clock { get; } = new();

    public InMemoryEnsemble Ensemble { get; }

    public Journal Journal { get; }

    public IReadOnlyList<string> Queue => CandidateQueue.Of(Ensemble.Tree.Children(Path) ?? []).Candidates.Select(c => c.Value).ToList();

    public LeaderRecord? Record => Ensemble.Tree.Find(Path) is { } node && LeaderRecord.TryRead(node.Data.Span, out var record) ? record : null;

    /// <summary>What the log says of election loops that broke down: never anything.</summary>
    public IReadOnlyList<LogEntry> LoopFailures => [.. _nodes.SelectMany(n => n.Logs.WithEventId(4114))];

    /// <summary>Adds a node that has not started yet.</summary>
    public ElectionNode Add(
        string name,
        Func<ElectionSettings, ElectionSettings>? settings = null,
        TimeSpan? sessionTimeout = null,
        Func<ElectionNode, IReadOnlyList<ILeaderOnlyService>>? services = null,
        ICandidacyProbe? probe = null,
        ElectionNode? process = null,
        SpreadLedger? ledger = null)
    {
        var given = new ElectionSettings { Name = "", Path = Path, NodeName = name };
        var node = new ElectionNode(this, settings?.Invoke(given) ?? given, sessionTimeout ?? SessionTimeout, services, probe, process, ledger);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Adds a node, starts it, and waits until it leads.</summary>
    public async Task<ElectionNode> LeaderAsync(
        string name, Func<ElectionSettings, ElectionSettings>? settings = null, Func<ElectionNode, IReadOnlyList<ILeaderOnlyService>>? services = null)
    {
        var node = Add(name, settings, services: services);
        node.Start();
        await UntilAsync(() => node.Phase == LeadershipPhase.Leading, $"{name} to lead");
        return node;
    }

    /// <summary>Adds a node, starts it, and waits until it stands in the queue and knows who leads.</summary>
    public async Task<ElectionNode> FollowerAsync(string name, Func<ElectionSettings, ElectionSettings>? settings = null)
    {
        var node = Add(name, settings);
        node.Start();
        await UntilAsync(() => node.Phase == LeadershipPhase.Waiting && node.Status.Leader is not null, $"{name} to wait");
        return node;
    }

    /// <summary>Moves the clock until something is so.</summary>
    /// <exception cref="TimeoutException">It was not, within <paramref name="limit"/> of the clock, 3 minutes by default.</exception>
    public async Task UntilAsync(Func<bool> condition, string what, TimeSpan? limit = null)
    {
        var end = Clock.Elapsed + (limit ?? DefaultLimit);
        while (true)
        {
            await SettleAsync();
            if (condition())
            {
                return;
            }

            if (Clock.Elapsed >= end)
            {
                throw new TimeoutException($"In vain waited for {what}. {this}");
            }

            Clock.Advance(Step);
        }
    }

    /// <summary>Moves the clock on by this much, and lets everybody do what they have to.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        var end = Clock.Elapsed + time;
        while (Clock.Elapsed < end)
        {
            await SettleAsync();
            var rest = end - Clock.Elapsed;
            Clock.Advance(rest < Step ? rest : Step);
        }

        await SettleAsync();
    }

    /// <summary>Waits, while the clock stands still, until something is so.</summary>
    public Task StillAsync(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what, lastSeen: ToString);

    /// <summary>Lets the thread pool come to rest, and every node do what takes no time.</summary>
    public async Task SettleAsync()
    {
        await ThreadPoolRest.WaitAsync();
        var since = Stopwatch.GetTimestamp();
        while (_nodes.Exists(n => n.IsBusy) && Stopwatch.GetElapsedTime(since) < TimeSpan.FromSeconds(5))
        {
            await Task.Yield();
        }
    }

    /// <summary>What must hold at the end of every story.</summary>
    public void AssertNeverTwo() => Assert.True(Journal.Overlaps.Count == 0, $"Two nodes ran services. {this}");

    public override string ToString() => string.Join(
        Environment.NewLine,
        ["The world:", .. _nodes.Select(n => n.ToString()), $"Queue: {string.Join(", ", Queue)}", "Journal:", Journal.ToString(), .. _nodes.Select(n => $"Log of {n.Name}:{Environment.NewLine}{n.Logs}")]);

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }
}

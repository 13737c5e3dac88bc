using System.Globalization;
using LeaderHosting.Chaos.Checking;
using LeaderHosting.Chaos.Storage;
using LeaderHosting.TestKit;

namespace LeaderHosting.Chaos.Tests.Checking;

/// <summary>Makes histories by hand. Times are in nanoseconds, and small.</summary>
internal sealed class HistoryBuilder
{
    public const long Bound = 100;
    public const long StopBudget = 50;
    public const long End = 100_000;

    private readonly Dictionary<string, Life> _lives = new(StringComparer.Ordinal);
    private readonly List<StoreWrite> _writes = [];
    private readonly List<Round> _rounds = [];

    public History History => new()
    {
        Lives = [.. _lives.Values],
        Writes = _writes,
        Rounds = _rounds,
        Bound = Bound,
        StopBudget = StopBudget,
        EndedAt = End,
    };

    /// <summary>A line that a process writes, as "1000 START 1 10 work".</summary>
    public HistoryBuilder Says(string process, params IEnumerable<string> lines)
    {
        var life = LifeOf(process);
        _lives[process] = life with { Events = [.. life.Events, .. lines.Select(static line => NodeEvent.TryParse(line)!)] };
        return this;
    }

    /// <summary>A term from its start to its stop, in which the process sees itself lead.</summary>
    public HistoryBuilder Leads(string process, long term, long from, long to)
    {
        var token = (term * 10).ToString(CultureInfo.InvariantCulture);
        return Says(
            process,
            $"{from} START {term} {token} work",
            $"{from} LEADER true {from}",
            $"{to} LEADER false {to - 1}",
            $"{to - 1} STOPPING {term} {token} work",
            $"{to} STOP {term} {token} work");
    }

    public HistoryBuilder Dies(string process, long at)
    {
        _lives[process] = LifeOf(process) with { EndedAt = at, Killed = true };
        return this;
    }

    public HistoryBuilder Freezes(string process, long from, long to)
    {
        var life = LifeOf(process);
        _lives[process] = life with { Frozen = [.. life.Frozen, new Interval(from, to)] };
        return this;
    }

    public HistoryBuilder Writes(string process, long token, long at, bool accepted = true)
    {
        _writes.Add(new StoreWrite(at, process, token / 10, token, accepted));
        return this;
    }

    public HistoryBuilder Heals(long at, long roundEndsAt, long? grantedAt)
    {
        _rounds.Add(new Round(_rounds.Count + 1, at, roundEndsAt) { GrantedAt = grantedAt });
        return this;
    }

    private Life LifeOf(string process) => _lives.GetValueOrDefault(process) ?? new Life(process.Split('.')[0], process, 0, []);
}

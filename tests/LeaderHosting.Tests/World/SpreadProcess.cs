using LeaderHosting.Election;
using LeaderHosting.TestKit;

namespace LeaderHosting.Tests.World;

/// <summary>A process that stands in several elections on one session and spreads them.</summary>
internal sealed class SpreadProcess
{
    private readonly List<ElectionNode> _nodes = [];

    private SpreadProcess(string name)
    {
        Name = name;
    }

    public string Name { get; }

    /// <summary>Its part in each election.</summary>
    public IReadOnlyList<ElectionNode> Nodes => _nodes;

    /// <summary>How many elections it leads.</summary>
    public int Leads => _nodes.Count(static node => node.Phase == LeadershipPhase.Leading && node.IsLeader);

    /// <summary>What its log says of elections that it gave up to spread them.</summary>
    public IReadOnlyList<LogEntry> Gifts => [.. _nodes.SelectMany(static node => node.Logs.WithEventId(4122))];

    /// <summary>Starts a process.</summary>
    /// <param name="world">The world.</param>
    /// <param name="name">The name of its node.</param>
    /// <param name="journals">What happens in each election, by path; this many are made if there are none.</param>
    /// <param name="settings">Changes the settings of an election, given by its path.</param>
    /// <param name="probe">The health checks that decide about its candidacy.</param>
    public static SpreadProcess Start(
        ElectionWorld world, string name, Dictionary<string, Journal> journals, Func<ElectionSettings, ElectionSettings>? settings = null, ICandidacyProbe? probe = null)
    {
        var process = new SpreadProcess(name);
        var ledger = new SpreadLedger(journals.Keys);
        foreach (var (path, journal) in journals)
        {
            process._nodes.Add(world.Add(
                name,
                given =>
                {
                    var mine = given with { Path = path, MinimumTenure = TimeSpan.Zero, SpreadGroup = ledger.Group };
                    return settings?.Invoke(mine) ?? mine;
                },
                services: _ => [new JournalingService(journal, name)],
                probe: probe,
                process: process._nodes.FirstOrDefault(),
                ledger: ledger));
        }

        process._nodes.ForEach(static node => node.Start());
        return process;
    }

    /// <summary>Shuts down as a host does: all elections at once, then the session.</summary>
    public async Task CloseAsync()
    {
        await Task.WhenAll(_nodes.Select(static node => node.Election.CloseAsync(default)));
        await Task.WhenAll(_nodes.Select(static node => node.Election.DisposeAsync().AsTask()));
        await _nodes[0].Hub.DisposeAsync();
    }
}

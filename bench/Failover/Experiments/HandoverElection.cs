using LeaderHosting.Bench.Failover.Contenders;
using LeaderHosting.Bench.Failover.Reporting;
using LeaderHosting.Bench.Failover.Servers;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Three contenders of one library, with a session each, that hand leadership round.</summary>
internal sealed class HandoverElection : IAsyncDisposable
{
    private const int Contenders = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private const int MostRestarts = 3;

    private readonly Bench _bench;
    private readonly Library _library;
    private readonly BenchServers _servers;
    private readonly List<double> _times = [];
    private ContenderProcess _process;
    private string _leader = "";
    private int _restarts;

    private HandoverElection(Bench bench, Library library, BenchServers servers, ContenderProcess process)
    {
        _bench = bench;
        _library = library;
        _servers = servers;
        _process = process;
    }

    /// <summary>Starts them and waits until one leads.</summary>
    public static async Task<HandoverElection> StartAsync(Bench bench, Library library, BenchServers servers)
    {
        var election = new HandoverElection(bench, library, servers, await StartProcessAsync(bench, library, servers));
        await election.JoinAsync();
        return election;
    }

    /// <summary>Makes the leader hand over once. Without <paramref name="counts"/> it only warms up. Contenders of which none leads any more are replaced, a few times.</summary>
    public async Task HandOverAsync(bool counts)
    {
        try
        {
            await HandOverOnceAsync(counts);
        }
        catch (TimeoutException e) when (_restarts < MostRestarts)
        {
            _restarts++;
            _bench.Say($"{_library.Name}: started anew. {e.Message}");
            await _process.DisposeAsync();
            _process = await StartProcessAsync(_bench, _library, _servers);
            await JoinAsync();
        }
    }

    private static Task<ContenderProcess> StartProcessAsync(Bench bench, Library library, BenchServers servers) => ContenderProcess.StartAsync(
        bench.Programs, library, servers.ConnectionString, Bench.NewGroup(library.Key), bench.SessionTimeout, Contenders);

    private async Task JoinAsync()
    {
        for (var i = 0; i < Contenders; i++)
        {
            var mark = _process.Mark;
            await _process.TellAsync($"join c{i}");
            if (i == 0 || _library.NewestLeads)
            {
                _leader = (await _process.WaitAsync(mark, static e => e.Kind == "LEADER", "a leader", Patience)).Id;
            }
        }
    }

    private async Task HandOverOnceAsync(bool counts)
    {
        var old = _leader;
        var mark = _process.Mark;
        await _process.TellAsync($"leave {old}");
        var next = await _process.WaitAsync(mark, e => e.Kind == "LEADER" && e.Id != old, "the next leader", Patience);
        var leaving = await _process.WaitAsync(mark, e => e.Kind == "LEAVING" && e.Id == old, "the old leader's stop", Patience);
        await _process.WaitAsync(mark, e => e.Kind == "LEFT" && e.Id == old, "the end of the release", Patience);
        if (counts)
        {
            _times.Add(Bench.Milliseconds(next.Time - leaving.Time));
        }

        _leader = next.Id;
        mark = _process.Mark;
        await _process.TellAsync($"join {old}");
        await _process.WaitAsync(mark, e => e.Kind == "JOINING" && e.Id == old, "the old leader to join again", Patience);
        if (_library.NewestLeads)
        {
            _leader = (await _process.WaitAsync(mark, e => e.Kind == "LEADER" && e.Id == old, "the newest to lead", Patience)).Id;
        }
    }

    /// <summary>What was measured.</summary>
    public Measurement ToMeasurement(string quantity) => new(quantity, _library.Name, "ms", _times);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

using LeaderHosting.Bench.Failover.Contenders;

namespace LeaderHosting.Bench.Failover.Experiments;

/// <summary>Two processes of one library with a contender each, that read all the time whether they lead: <c>a</c> leads and is about to be disturbed, <c>b</c> waits.</summary>
internal sealed class PollPair : IAsyncDisposable
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private PollPair(ContenderProcess leader, ContenderProcess waiting)
    {
        Leader = leader;
        Waiting = waiting;
    }

    /// <summary>The one that leads.</summary>
    public ContenderProcess Leader { get; }

    /// <summary>The one that waits.</summary>
    public ContenderProcess Waiting { get; }

    /// <summary>Starts them such that the first leads.</summary>
    /// <param name="library">Of which library.</param>
    /// <param name="startLeader">Starts the first, with the prefix <c>a</c>, polling.</param>
    /// <param name="startWaiting">Starts the second, with the prefix <c>b</c>, polling.</param>
    public static async Task<PollPair> StartAsync(Library library, Func<Task<ContenderProcess>> startLeader, Func<Task<ContenderProcess>> startWaiting)
    {
        var leader = await startLeader();
        var waiting = await startWaiting();
        var (first, second) = library.NewestLeads ? (waiting, leader) : (leader, waiting);
        await JoinAsync(first);
        await first.WaitAsync(0, static e => e.Kind == "LEADER", "a leader", Patience);
        await JoinAsync(second);
        await leader.WaitAsync(0, static e => e.Kind == "FLAG" && e.Details[0] == "true", "seeing itself lead", Patience);
        await Task.Delay(Settling);
        return new PollPair(leader, waiting);
    }

    /// <summary>Whether the leader has not ceased to see itself lead yet. On a busy machine it may, without having been disturbed.</summary>
    public bool Leads => Leader.Events.Last(static e => e.Kind == "FLAG").Details[0] == "true";

    /// <summary>The last time at which the leader's flag said true, or <see langword="null"/> if it does not cease to within the time.</summary>
    public async Task<long?> LastTrueAsync(int mark, TimeSpan patience)
    {
        try
        {
            var off = await Leader.WaitAsync(mark, static e => e.Kind == "FLAG" && e.Details[0] == "false", "ceasing to see itself lead", patience);
            return off.DetailTime(1);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }

    /// <summary>When the one that waited began to lead.</summary>
    public async Task<long> TakeoverAsync(int mark) => (await Waiting.WaitAsync(mark, static e => e.Kind == "LEADER", "taking over", Patience)).Time;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Leader.Resume();
        await Leader.DisposeAsync();
        await Waiting.DisposeAsync();
    }

    private static async Task JoinAsync(ContenderProcess process)
    {
        await process.TellAsync($"join {process.Prefix}0");
        await process.WaitAsync(0, static e => e.Kind == "JOINING", "joining", Patience);
        await Task.Delay(Settling);
    }
}

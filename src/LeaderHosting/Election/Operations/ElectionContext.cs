using LeaderHosting.Coordination;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election.Operations;

/// <summary>What every operation of an election works on: one session and one election path.</summary>
internal sealed class ElectionContext
{
    private readonly ElectionLog _log;

    public ElectionContext(ElectionSettings settings, LiveSession session, TimeProvider time, ElectionLog log)
    {
        Settings = settings;
        Session = session;
        Time = time;
        _log = log;
        Id = Guid.NewGuid().ToString();
        Candidates = new CandidateCatalog(this);
    }

    /// <summary>The settings.</summary>
    public ElectionSettings Settings { get; }

    /// <summary>The session.</summary>
    public LiveSession Session { get; }

    /// <summary>The clock; only for the time of day in the record.</summary>
    public TimeProvider Time { get; }

    /// <summary>What the candidates have published of themselves.</summary>
    public CandidateCatalog Candidates { get; }

    /// <summary>The GUID in the candidate's name. New for each registration.</summary>
    public string Id { get; private set; }

    /// <summary>The full path of a candidate.</summary>
    public string PathOf(string candidate) => $"{Settings.Path}/{candidate}";

    /// <summary>Begins a new registration: the node of an earlier one must never be taken for this one's.</summary>
    public string NewId() => Id = Guid.NewGuid().ToString();

    /// <summary>The data of a candidate's znode, where a Curator latch keeps its id.</summary>
    /// <param name="isReturning">Whether this node has stood before.</param>
    public byte[] CandidateData(bool isReturning) =>
        new CandidateData(Settings.NodeName, Settings.Priority, Settings.Order, isReturning && Settings.Order == LeadershipOrder.NewestFirst, Settings.SpreadGroup).ToUtf8();

    /// <summary>The record of this node as leader.</summary>
    public LeaderRecord OwnRecord(string candidate) => new(candidate)
    {
        Name = Settings.NodeName,
        Host = Environment.MachineName,
        ProcessId = Environment.ProcessId,
        Url = Settings.AdvertisedUrl,
        Since = Time.GetUtcNow(),
        Order = Settings.Order,
    };

    /// <summary>The queue as it stands now, or <see langword="null"/> when the election path does not exist.</summary>
    public async Task<CandidateQueue?> ReadQueueAsync(CancellationToken cancellationToken)
    {
        var children = await Session.GetChildrenAsync(Settings.Path, cancellationToken).ConfigureAwait(false);
        if (children is null)
        {
            return null;
        }

        var queue = CandidateQueue.Of(children, Settings.Order);
        _log.ForeignChildren(Settings.Path, queue.Foreign);
        return queue;
    }

    /// <summary>Reads the leader record out of the data of the election path; data that is none is reported once.</summary>
    public LeaderRecord? ReadRecord(CoordinationNode node)
    {
        if (!LeaderRecord.TryRead(node.Data.Span, out var record))
        {
            _log.ForeignData(Settings.Path, node.ModifiedZxid, node.Data.Length);
        }

        return record;
    }
}

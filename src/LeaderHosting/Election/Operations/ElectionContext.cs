using LeaderHosting.Coordination;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election.Operations;

/// <summary>What every operation of an election works on: one session and one election path.</summary>
internal sealed class ElectionContext
{
    /// <summary>How long whoever has handed over gives way at most.</summary>
    public static readonly TimeSpan LongestGivingWay = TimeSpan.FromMilliseconds(100);

    private const long NotHandedOver = long.MinValue;

    /// <summary>The runtime asks the system for it each time.</summary>
    private static readonly string MachineName = Environment.MachineName;

    private readonly ElectionLog _log;
    private readonly SessionHub _hub;
    private volatile CandidateQueue? _queueSeen;
    private volatile SeenRecord? _recordSeen;
    private volatile SeenRecord? _vacancy;
    private volatile string? _lastPath;
    private CandidateQueue? _queueJoined;
    private bool _hasJoined;
    private long _handedOverAt = NotHandedOver;

    public ElectionContext(ElectionSettings settings, SessionHub hub, LiveSession session, TimeProvider time, ElectionLog log)
    {
        Settings = settings;
        Session = session;
        Time = time;
        _log = log;
        _hub = hub;
        Candidates = new CandidateCatalog(this);
    }

    /// <summary>The settings.</summary>
    public ElectionSettings Settings { get; }

    /// <summary>The session.</summary>
    public LiveSession Session { get; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>What the candidates have published of themselves.</summary>
    public CandidateCatalog Candidates { get; }

    /// <inheritdoc cref="SessionHub.IsCrowded"/>
    public bool IsCrowded => _hub.IsCrowded;

    /// <summary>The GUID in the candidate's name. New for each registration.</summary>
    public string Id { get; private set; } = "";

    /// <summary>Whether the present registration is not the first in this session: this node has handed over, or something went wrong.</summary>
    public bool IsRejoining { get; private set; }

    /// <summary>Whether the creation of the candidate of the present registration has begun, so that its znode may be there or come to be.</summary>
    public bool MayHaveJoined { get; private set; }

    /// <summary>
    /// The queue as it was last read, and <see cref="RecordSeen"/> the record. They may be out of date; a transaction that is built on them, to save the time of reading again,
    /// fails when they are.
    /// </summary>
    public CandidateQueue? QueueSeen => _queueSeen;

    /// <inheritdoc cref="QueueSeen"/>
    public SeenRecord? RecordSeen => _recordSeen;

    /// <summary>A record whose candidate, if it named one, was not in the queue any more when that was read: nobody led, unless the record has changed since.</summary>
    public SeenRecord? Vacancy => _vacancy;

    /// <summary>The full path of a candidate.</summary>
    /// <remarks>Mostly that of this node's own, over and over; so the last one is kept.</remarks>
    public string PathOf(string candidate)
    {
        if (_lastPath is { } path && path.Length == Settings.Path.Length + 1 + candidate.Length && path.EndsWith(candidate, StringComparison.Ordinal))
        {
            return path;
        }

        return _lastPath = $"{Settings.Path}/{candidate}";
    }

    /// <summary>The name of a candidate whose full path is known; it is likely to be asked for next.</summary>
    public string NameOf(string path)
    {
        _lastPath = path;
        return path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>Begins a new registration: the node of an earlier one must never be taken for this one's.</summary>
    public string NewId()
    {
        IsRejoining = _hasJoined;
        _hasJoined = true;
        MayHaveJoined = false;
        return Id = Guid.NewGuid().ToString();
    }

    /// <summary>Tells that the candidate is about to be created.</summary>
    public void BeginsToJoin() => MayHaveJoined = true;

    /// <summary>Tells that this node has handed over to another.</summary>
    public void HandedOver() => Interlocked.Exchange(ref _handedOverAt, Time.GetTimestamp());

    /// <summary>
    /// Waits until a moment has passed since this node handed over, if it has: its successor's first request would wait for the servers, which answer none while they write another's to
    /// the disk, and all that joining takes would get in its way. That takes milliseconds; to stand in the queue again much later would leave nobody to lead if the successor leaves at once.
    /// </summary>
    public async Task GiveWayAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Read(ref _handedOverAt) is not NotHandedOver and var since)
        {
            var interval = Session.Lease.ProofInterval < LongestGivingWay ? Session.Lease.ProofInterval : LongestGivingWay;
            var rest = interval - Time.GetElapsedTime(since);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, Time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The data of a candidate's znode, where a Curator latch keeps its id.</summary>
    /// <param name="isReturning">Whether this node has stood before.</param>
    public byte[] CandidateData(bool isReturning) =>
        new CandidateData(Settings.NodeName, Settings.Priority, Settings.Order, isReturning && Settings.Order == LeadershipOrder.NewestFirst, Settings.SpreadGroup).ToUtf8();

    /// <summary>The record of this node as leader.</summary>
    public LeaderRecord OwnRecord(string candidate) => new(candidate)
    {
        Name = Settings.NodeName,
        Host = MachineName,
        ProcessId = Environment.ProcessId,
        Url = Settings.AdvertisedUrl,
        Since = Time.GetUtcNow(),
        Order = Settings.Order,
    };

    /// <summary>What this node shows of itself as leader.</summary>
    public LeaderInfo OwnInfo(string candidate, Term term) => OwnRecord(candidate).ToInfo(Settings.NodeName, term);

    /// <summary>The queue as it stands now, or <see langword="null"/> when the election path does not exist.</summary>
    public async Task<CandidateQueue?> ReadQueueAsync(CancellationToken cancellationToken)
    {
        var record = _recordSeen;
        var children = await Session.GetChildrenAsync(Settings.Path, cancellationToken).ConfigureAwait(false);
        if (children is null)
        {
            return null;
        }

        return Take(CandidateQueue.Of(children, Settings.Order), record);
    }

    /// <summary>The record and then the queue, asked for at once; or <see langword="null"/> when the election path does not exist.</summary>
    public async Task<CandidateQueue?> ReadRecordAndQueueAsync(CancellationToken cancellationToken)
    {
        var (path, children) = await Session.GetWithChildrenAsync(Settings.Path, cancellationToken).ConfigureAwait(false);
        if (path is not { } node || children is not { } names)
        {
            return null;
        }

        return Take(CandidateQueue.Of(names, Settings.Order), See(node, out _));
    }

    /// <summary>As <see cref="ReadRecordAndQueueAsync"/>, with a single request if the candidate, which is known to have been created, is alone.</summary>
    /// <remarks>
    /// If the path has one child it is this candidate, or this candidate is gone; and then its claim, which checks that it is there, can't succeed. A candidate's name never comes back.
    /// </remarks>
    public async Task<CandidateQueue?> ReadRecordAndQueueOfAsync(string candidate, CancellationToken cancellationToken)
    {
        if (await Session.GetAsync(Settings.Path, cancellationToken).ConfigureAwait(false) is not { } node)
        {
            return null;
        }

        var record = See(node, out _);
        return node.ChildCount == 1
            ? Take(CandidateQueue.OfOne(candidate), record)
            : await ReadQueueAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Keeps that a candidate was the only one when it was created.</summary>
    public void JoinedAlone(string candidate) => _queueSeen = CandidateQueue.OfOne(candidate);

    /// <summary>
    /// Whether a candidate that is there, and that the record names, is the first in the queue, or need not be, since the record alone decides. If it is not, those before it have to let it pass, and one that
    /// knows nothing of records, a Curator latch, leads meanwhile.
    /// </summary>
    /// <remarks>One that ever was the first is so for as long as it is there, so the queue is read at most once for each.</remarks>
    public async Task<bool> MayLeadAsync(string candidate, CancellationToken cancellationToken) =>
        Settings.Order == LeadershipOrder.NewestFirst
        || QueueSeen?.IndexOf(candidate) == 0
        || await ReadQueueAsync(cancellationToken).ConfigureAwait(false) is { } queue && queue.IndexOf(candidate) == 0;

    /// <summary>Keeps the queue as it was read after joining it, for the first look at the place in it.</summary>
    public void Joined(CandidateQueue? queue) => _queueJoined = queue;

    /// <summary>Takes that queue, once. <see langword="null"/> if this candidate is not in it: then it is that of an earlier one, which never came to look.</summary>
    public CandidateQueue? TakeQueueJoinedBy(string candidate) =>
        Interlocked.Exchange(ref _queueJoined, null) is { } queue && queue.IndexOf(candidate) >= 0 ? queue : null;

    /// <summary>Reads the leader record out of the data of the election path; data that is none is reported once.</summary>
    public LeaderRecord? ReadRecord(CoordinationNode node)
    {
        See(node, out var record);
        return record;
    }

    /// <summary>Keeps what a read of the election path has shown. What goes with it must come from here and not from <see cref="RecordSeen"/>, which another read may have replaced already.</summary>
    private SeenRecord? See(CoordinationNode node, out LeaderRecord? record)
    {
        var isRecord = LeaderRecord.TryRead(node.Data.Span, out record);
        if (!isRecord)
        {
            _log.ForeignData(Settings.Path, node.ModifiedZxid, node.Data.Length);
        }

        var seen = isRecord ? new SeenRecord(record, node.Version) : null;
        _recordSeen = seen;
        return seen;
    }

    /// <summary>Takes the queue as it was read after a record.</summary>
    private CandidateQueue Take(CandidateQueue queue, SeenRecord? record)
    {
        _log.ForeignChildren(Settings.Path, queue.Foreign);
        _queueSeen = queue;
        _vacancy = record is { Candidate: { } leader } && queue.IndexOf(leader) >= 0 ? null : record;
        return queue;
    }

    /// <summary>A record that was read.</summary>
    /// <param name="Record">The record; <see langword="null"/> when nobody has led yet.</param>
    /// <param name="Version">The data version of the election path at that time.</param>
    internal sealed record SeenRecord(LeaderRecord? Record, int Version)
    {
        /// <summary>Whom it names; <see langword="null"/> when nobody has led yet.</summary>
        public string? Candidate => Record?.Candidate;
    }
}

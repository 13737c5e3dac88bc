using Microsoft.Extensions.Logging;

namespace LeaderHosting.Election;

/// <summary>What an election writes to the log: one line for each change of role, and each oddity once.</summary>
internal sealed partial class ElectionLog
{
    private const int RememberedOddities = 100;

    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private HashSet<string>? _knownChildren;
    private long _knownDataZxid;

    public ElectionLog(ILogger logger)
    {
        _logger = logger;
    }

    /// <summary>Warns of children of the election path that are no candidates, each once.</summary>
    public void ForeignChildren(string path, IReadOnlyList<string> names)
    {
        foreach (var name in names)
        {
            lock (_lock)
            {
                _knownChildren ??= new(StringComparer.Ordinal);
                if (_knownChildren.Count >= RememberedOddities || !_knownChildren.Add(name))
                {
                    continue;
                }
            }

            ForeignChild(path, name);
        }
    }

    /// <summary>Tells that an input was handled, and in which phase it has left the election.</summary>
    public void Moved(string path, LeadershipPhase phase, LeadershipPhase nextPhase, ElectionInput input)
    {
        // Every step of every election comes by here, and a type has to look its name up.
        if (_logger.IsEnabled(LogLevel.Debug))
        {
            MovedBy(path, phase, nextPhase, input.GetType().Name);
        }
    }

    /// <summary>Warns of data of the election path that is no leader record, once for each time it was written.</summary>
    public void ForeignData(string path, long zxid, int length)
    {
        lock (_lock)
        {
            if (zxid == _knownDataZxid)
            {
                return;
            }

            _knownDataZxid = zxid;
        }

        ForeignDataFound(path, length, zxid);
    }

    /// <summary>Tells that the candidacy was paused or resumed.</summary>
    public void PauseChanged(string node, string path, bool isPaused)
    {
        if (isPaused)
        {
            Paused(node, path);
        }
        else
        {
            Resumed(node, path);
        }
    }

    [LoggerMessage(4101, LogLevel.Information,
        "{Node} is MASTER of {Path}: term {Term}, fencing token {Token}; took over {Took:0.0} ms after its turn came, {Count} "
        + "service(s) started in {Services:0.0} ms.")]
    public partial void BecameLeader(string node, string path, long term, long token, double took, int count, double services);

    [LoggerMessage(4102, LogLevel.Information,
        "{Node} is no longer master of {Path}: term {Term} ended ({Reason}); services stopped in {Took:0.0} ms.")]
    public partial void CeasedToLead(string node, string path, long term, StopReason reason, double took);

    [LoggerMessage(4103, LogLevel.Information, "{Node} is {Role} in {Path}; the master is {Leader}, term {Term}.")]
    public partial void StandsBy(string node, string role, string path, string leader, long? term);

    [LoggerMessage(4104, LogLevel.Debug, "{Node} waits in {Path} as {Candidate}, behind {Predecessor}.")]
    public partial void Queued(string node, string path, string candidate, string predecessor);

    [LoggerMessage(4105, LogLevel.Warning,
        "{Node} steps down as master of {Path}, term {Term}: {Reason}. {Left:0} ms of its lease are left; its services are being stopped.")]
    public partial void StepsDown(string node, string path, long term, StopReason reason, double left);

    [LoggerMessage(4106, LogLevel.Information, "{Node} handed {Path} over to candidate {Successor}.")]
    public partial void HandedOver(string node, string path, string successor);

    [LoggerMessage(4115, LogLevel.Information, "{Node} gave up its place in {Path}; it knows of no other candidate.")]
    public partial void LeftNobody(string node, string path);

    [LoggerMessage(4107, LogLevel.Warning,
        "The candidate znode of {Node} under {Path} was deleted by somebody, or the path itself. The node joins the election again in {Pause:0.0} s, when "
        + "no lease of an earlier leader can be left.")]
    public partial void CandidateDeleted(string node, string path, double pause);

    [LoggerMessage(4108, LogLevel.Error, "{Node} failed to {Step} in {Path}; it is tried again.")]
    public partial void OperationFailed(Exception error, string node, string step, string path);

    [LoggerMessage(4109, LogLevel.Error,
        "{Node} can't lead {Path}: the server granted a session timeout of {Timeout} s, which leaves no room for a stop budget of {Budget} s (at most two "
        + "fifths of it). Lower ZooKeeperLeadership:StopBudget, or raise maxSessionTimeout on the servers.")]
    public partial void NotEligible(string node, string path, double timeout, double budget);

    [LoggerMessage(4110, LogLevel.Warning, "{Path} has a child that is no candidate, {Child}. It is left alone and takes no part in the election.")]
    private partial void ForeignChild(string path, string child);

    [LoggerMessage(4111, LogLevel.Warning,
        "The data of {Path} ({Length} bytes, zxid {Zxid}) is no leader record; something else writes there. The election goes on; the leader writes its "
        + "record again.")]
    private partial void ForeignDataFound(string path, int length, long zxid);

    [LoggerMessage(4112, LogLevel.Debug, "{Path}: {Phase} -> {NextPhase} ({Input})")]
    private partial void MovedBy(string path, LeadershipPhase phase, LeadershipPhase nextPhase, string input);

    [LoggerMessage(4113, LogLevel.Debug, "The leader of {Path} could not be looked up.")]
    public partial void LookoutFailed(Exception error, string path);

    [LoggerMessage(4114, LogLevel.Critical, "The election loop of {Node} in {Path} has failed; the node can't lead any more until it is restarted.")]
    public partial void LoopFailed(Exception error, string node, string path);

    [LoggerMessage(4116, LogLevel.Information, "{Node} has paused its candidacy in {Path}.")]
    private partial void Paused(string node, string path);

    [LoggerMessage(4117, LogLevel.Information, "{Node} has resumed its candidacy in {Path}.")]
    private partial void Resumed(string node, string path);

    [LoggerMessage(4118, LogLevel.Warning, "{Node} is not fit to lead {Path} and does not stand for election: {Fault}")]
    public partial void Unfit(string node, string path, string fault);

    [LoggerMessage(4119, LogLevel.Information, "{Node} is fit to lead {Path} again: the health checks that decide about it have passed.")]
    public partial void Fit(string node, string path);

    [LoggerMessage(4120, LogLevel.Information,
        "{Node} goes to the end of the queue of {Path}: the last leader has named candidate {Named}, further back, as its successor.")]
    public partial void Passed(string node, string path, string named);

    [LoggerMessage(4121, LogLevel.Information, "{Node} hands {Path} over to candidate {Candidate} of {Successor}: {Why}.")]
    public partial void Preferred(string node, string path, string candidate, string successor, string why);

    [LoggerMessage(4122, LogLevel.Information,
        "{Node} gives {Path} up to candidate {Candidate} of {Successor}, to spread the work: of the elections to be spread it leads {Own}, and {Successor} {Theirs}.")]
    public partial void Spreads(string node, string path, string candidate, string successor, int own, int theirs);

    [LoggerMessage(4123, LogLevel.Warning,
        "{Node} removed candidate {Candidate} from the queue of {Path}: it was this session's own, left behind by a request whose answer was lost, and the others waited for it.")]
    public partial void StrayRemoved(string node, string path, string candidate);

    [LoggerMessage(5001, LogLevel.Error, "{Service} failed to start in term {Term} of {Path}. Leadership is handed on.")]
    public partial void ServiceStartFailed(Exception error, string service, long term, string path);

    [LoggerMessage(5002, LogLevel.Error, "{Service} failed in term {Term} of {Path}; ServiceFault is {Behavior}.")]
    public partial void ServiceFailed(Exception error, string service, long term, string path, ServiceFaultBehavior behavior);

    [LoggerMessage(5003, LogLevel.Error, "{Service} threw while stopping after term {Term} of {Path}; it counts as stopped.")]
    public partial void ServiceStopFailed(Exception error, string service, long term, string path);

    [LoggerMessage(5004, LogLevel.Information, "The ExecuteAsync of {Service} returned in term {Term} of {Path}; the node goes on leading.")]
    public partial void ServiceEnded(string service, long term, string path);

    [LoggerMessage(5005, LogLevel.Critical,
        "{Service} has not stopped in time: the services of term {Term} of {Path} have used up their budget of {Budget} s, and another node may soon lead "
        + "beside them. StopOverrun is {Behavior}.")]
    public partial void StopOverran(string service, long term, string path, double budget, StopOverrunBehavior behavior);

    [LoggerMessage(5009, LogLevel.Warning,
        "{Service} has not returned from its StartAsync for {Elapsed:0} s, in term {Term} of {Path}. The services after it wait, and no other node leads meanwhile.")]
    public partial void StillStarting(string service, double elapsed, long term, string path);

    [LoggerMessage(5051, LogLevel.Debug, "{Service} is prepared to take over {Path}; that took {Took:0.0} ms.")]
    public partial void Prepared(string service, string path, double took);

    [LoggerMessage(5052, LogLevel.Warning,
        "{Service} failed to prepare for taking over {Path}; it is tried again in {Pause:0.0} s. The election goes on: its StartAsync may find nothing prepared.")]
    public partial void PrepareFailed(Exception error, string service, string path, double pause);

    [LoggerMessage(5053, LogLevel.Warning,
        "{Service} has not returned from its PrepareAsync for {Elapsed:0} s since it was cancelled, and {Path} waits for it: no service starts beside it.")]
    public partial void StillPreparing(string service, double elapsed, string path);

    [LoggerMessage(5054, LogLevel.Error, "A callback on the cancellation token that {Service} was given to prepare with, for {Path}, threw.")]
    public partial void PrepareCallbackFailed(Exception error, string service, string path);

    [LoggerMessage(5006, LogLevel.Error, "A callback on the cancellation token of term {Term} of {Path} threw.")]
    public partial void CallbackFailed(Exception error, long term, string path);
}

namespace LeaderHosting.SafetyModel.Tests;

/// <summary>What can happen in the model, and what it means for the lease.</summary>
/// <remarks>
/// The candidate sends one read and two commits, at any times. More would only help it: every rule counts a lease by one read and at most two commits, and all
/// that further requests do is to make the server report the session as alive once more.
/// </remarks>
internal sealed class LeaseModel : IModel<ModelState>
{
    private readonly LeaseRule _rule;
    private readonly int _timeout;
    private readonly int _pingInterval;
    private readonly int _wait;

    /// <summary>Initializes a new instance.</summary>
    /// <param name="rule">The candidate's rule.</param>
    /// <param name="timeout">The session timeout T, in units.</param>
    /// <param name="pingInterval">The time between two pings of the leader: half a tick.</param>
    /// <param name="wait">How long after r's answer p is sent, at least; of interest to <see cref="LeaseRule.QuorumProved"/> only.</param>
    public LeaseModel(LeaseRule rule, int timeout, int pingInterval, int wait)
    {
        _rule = rule;
        _timeout = timeout;
        _pingInterval = pingInterval;
        _wait = rule == LeaseRule.QuorumProved ? wait : 0;
    }

    /// <summary>A session that has just been made: its creation was a commit.</summary>
    public ModelState Start => new()
    {
        Now = 0,
        ToLeader = "",
        ToFollower = "",
        NextPing = _pingInterval,
        Expiry = _timeout,
        Read = -1,
        FirstCommit = -1,
        SecondCommit = -1,
        Settled = 0,
    };

    /// <summary>Whether the candidate still believes in its lease although the leader has expired the session, so that the next one may lead.</summary>
    public bool IsBroken(ModelState s) => s.Now >= s.Expiry && s.Now < s.Settled + _timeout;

    /// <summary>Everything that may happen next.</summary>
    public IEnumerable<ModelState> Next(ModelState s)
    {
        if (s.Now >= s.Expiry || s.Now >= s.Settled + _timeout)
        {
            yield break; // Decided: either broken, or the candidate has stopped in time.
        }

        // The candidate asks something that the follower answers by itself.
        if (s.Read < 0)
        {
            yield return Count(s with { IsTouched = true, Read = s.Now });
        }

        // The candidate asks for a commit; the follower notes the touch and passes it on.
        if (!s.IsCommitting && s.SecondCommit < 0)
        {
            var asked = s.FirstCommit < 0 ? s with { FirstCommit = s.Now } : s with { SecondCommit = s.Now };
            yield return asked with { IsCommitting = true, IsTouched = true, ToLeader = s.ToLeader + 'Q' };
        }

        if (!s.IsCut)
        {
            yield return s with { IsCut = true };

            if (s.ToLeader.Length > 0)
            {
                yield return AtLeader(s with { ToLeader = s.ToLeader[1..] }, s.ToLeader[0]);
            }

            if (s.ToFollower.Length > 0)
            {
                yield return AtFollower(s with { ToFollower = s.ToFollower[1..] }, s.ToFollower[0]);
            }
        }

        // The leader pings when it is time to, at the latest; whether the ping arrives, and when, is another matter.
        if (s.Now == s.NextPing)
        {
            yield return s with { NextPing = s.Now + _pingInterval, ToFollower = s.IsCut ? s.ToFollower : s.ToFollower + 'P' };
        }
        else
        {
            yield return s with { Now = s.Now + 1 };
        }
    }

    private ModelState AtLeader(ModelState s, char message) => message switch
    {
        'T' => s with { Expiry = s.Now + _timeout },
        'Q' => s with { ToFollower = s.ToFollower + 'C' },
        _ => s,
    };

    private ModelState AtFollower(ModelState s, char message) => message switch
    {
        'P' => s with { ToLeader = s.ToLeader + (s.IsTouched ? 'T' : 'N'), IsTouched = false },
        _ => Commit(s),
    };

    /// <summary>The answer to a commit reaches the candidate.</summary>
    private ModelState Commit(ModelState s)
    {
        s = s with { IsCommitting = false };
        var isSecond = s.SecondCommit >= 0;
        return _rule switch
        {
            LeaseRule.AnyCommit => Settle(s, isSecond ? s.SecondCommit : s.FirstCommit),
            LeaseRule.OneCommitAfter when !isSecond && IsRead(s, s.FirstCommit) => Settle(s, s.Read),
            LeaseRule.TwoCommitsWithoutWaiting or LeaseRule.QuorumProved when isSecond && IsRead(s, s.FirstCommit - _wait) => Settle(s, s.Read),
            _ => s,
        };
    }

    private ModelState Count(ModelState s) => _rule == LeaseRule.AnyAnswer ? Settle(s, s.Read) : s;

    private static bool IsRead(ModelState s, int until) => s.Read >= 0 && s.Read <= until;

    private static ModelState Settle(ModelState s, int sent) => s with { Settled = Math.Max(s.Settled, sent) };
}

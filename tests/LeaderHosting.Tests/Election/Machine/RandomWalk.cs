using LeaderHosting.Election;

namespace LeaderHosting.Tests.Election.Machine;

/// <summary>
/// One random history of the machine. It plays the world the effects act on, answers them in any order, throws in what the world may do by itself, repeats old
/// inputs, and checks the rules after every step.
/// </summary>
internal sealed class RandomWalk
{
    private readonly int _seed;
    private readonly Random _random;
    private readonly List<ElectionInput> _history = [];
    private ElectionState _state;
    private long _session;
    private long _sessions;
    private long _zxid = 100;
    private int _candidates;

    // The operation or pause that the machine waits for; a new operation takes the place of the one before it.
    private ElectionEffect? _operation;
    private ElectionEffect? _pause;
    private bool _recycling;
    private string? _node;
    private bool _watching;
    private Term? _running;
    private bool _stopping;

    public RandomWalk(int seed, bool standing)
    {
        _seed = seed;
        _random = new Random(seed);
        _state = new ElectionState { Standing = standing };
    }

    public HashSet<LeadershipPhase> VisitedPhases { get; } = [];

    public HashSet<Type> SeenEffects { get; } = [];

    public void Run(int steps)
    {
        for (var i = 0; i < steps; i++)
        {
            Feed(Pick(Possible()));
        }
    }

    /// <summary>Answers what is outstanding, favourably and with a live session, and expects the node to get somewhere for good.</summary>
    public void SettleDown()
    {
        for (var i = 0; i < 100; i++)
        {
            if (IsAtRest())
            {
                return;
            }

            Feed(_session == 0 ? Establish(eligible: true) : _recycling ? LoseSession() : Pick(Answers(favourable: true)));
        }

        Fail("it does not come to rest");
    }

    /// <summary>Shuts down; then nothing but answers come.</summary>
    public void Close()
    {
        Feed(new ElectionInput.Close());
        for (var i = 0; i < 20 && _state.Phase != LeadershipPhase.Closed; i++)
        {
            var answers = Answers(favourable: _random.Next(2) == 0);
            Feed(_recycling && _session != 0 ? LoseSession() : Pick(answers));
        }

        Expect(_state.Phase == LeadershipPhase.Closed, "it does not close");
        Expect(_running is null, "services are running after the close");
    }

    private bool IsAtRest() => _state.Phase switch
    {
        LeadershipPhase.Leading => _running is not null && !_stopping,
        LeadershipPhase.Waiting => _operation is null && _watching,
        LeadershipPhase.Observing => !_state.MayStand,
        LeadershipPhase.Closed => true,
        _ => false,
    };

    private List<ElectionInput> Possible()
    {
        var possible = Answers(favourable: _random.Next(4) != 0);
        if (_session == 0)
        {
            possible.Add(Establish(eligible: _random.Next(8) != 0));
        }
        else if (_random.Next(6) == 0 || _recycling)
        {
            possible.Add(LoseSession());
        }

        if (_node is not null && _random.Next(8) == 0)
        {
            possible.Add(new ElectionInput.CandidateDeleted(_session, _node));
        }

        if (_watching)
        {
            possible.Add(new ElectionInput.PredecessorGone(_state.Ticket));
            possible.Add(new ElectionInput.PredecessorChanged(_state.Ticket));
            possible.Add(new ElectionInput.PredecessorLeads(_state.Ticket));
        }

        if (_history.Count > 0)
        {
            // Late and repeated news.
            var old = _history[_random.Next(_history.Count)];
            if (IsSafeToRepeat(old))
            {
                possible.Add(old);
            }
        }

        if (_random.Next(10) == 0)
        {
            possible.Add(new ElectionInput.Resign(_random.Next(2) == 0 ? "c0" : null));
        }

        if (_running is not null && _random.Next(10) == 0)
        {
            possible.Add(_random.Next(2) == 0 ? new ElectionInput.PreferredFound(_running, "c0") : new ElectionInput.SurplusFound(_running, "c0"));
        }

        if (_random.Next(10) == 0)
        {
            possible.Add(new ElectionInput.StandBack(AnyHold()));
        }

        if (_state.Holds != Holds.None)
        {
            possible.Add(new ElectionInput.ComeForward(AnyHold()));
        }

        if (possible.Count == 0)
        {
            possible.Add(new ElectionInput.Resign());
        }

        return possible;
    }

    /// <summary>The answers that the world owes the machine at this moment.</summary>
    private List<ElectionInput> Answers(bool favourable)
    {
        var answers = new List<ElectionInput>();
        switch (_operation)
        {
            case ElectionEffect.Register e:
                answers.Add(favourable ? new ElectionInput.Registered(e.Ticket, $"c{_candidates + 1}") : Failed(e.Ticket));
                answers.Add(new ElectionInput.Registered(e.Ticket, $"c{_candidates + 1}", new Term(_zxid, _zxid)));
                break;
            case ElectionEffect.LookUp e:
                answers.Add(favourable ? new ElectionInput.Queued(e.Ticket, _random.Next(2) == 0) : Failed(e.Ticket));
                answers.Add(new ElectionInput.AtHead(e.Ticket));
                break;
            case ElectionEffect.Claim e:
                answers.Add(favourable ? new ElectionInput.Claimed(e.Ticket, new Term(_zxid, _zxid)) : Failed(e.Ticket));
                if (!favourable)
                {
                    answers.Add(new ElectionInput.Passed(e.Ticket));
                    answers.Add(new ElectionInput.PlaceLost(e.Ticket));
                }

                break;
            case ElectionEffect.AwaitLease e:
                answers.Add(new ElectionInput.LeaseReady(e.Ticket));
                break;
            case ElectionEffect.HandOver e:
                answers.Add(favourable ? new ElectionInput.Released(e.Ticket) : Failed(e.Ticket));
                break;
            case ElectionEffect.Withdraw e:
                answers.Add(favourable ? new ElectionInput.Released(e.Ticket) : Failed(e.Ticket));
                break;
        }

        switch (_pause)
        {
            case ElectionEffect.BackOff e:
                answers.Add(new ElectionInput.PauseOver(e.Ticket));
                break;
            case ElectionEffect.Quarantine e:
                answers.Add(new ElectionInput.PauseOver(e.Ticket));
                break;
        }

        if (_running is { } term && _stopping)
        {
            answers.Add(new ElectionInput.ServicesStopped(term));
            answers.Add(new ElectionInput.StopOverran(term));
        }
        else if (_running is not null && _state.Phase == LeadershipPhase.Starting)
        {
            answers.Add(favourable
                ? new ElectionInput.ServicesStarted(_running)
                : new ElectionInput.ServiceFailed(_running, StopReason.StartFailed));
        }
        else if (_running is not null && !favourable)
        {
            answers.Add(new ElectionInput.LeaseRanThin(_running));
            answers.Add(new ElectionInput.ServiceFailed(_running, StopReason.ServiceFailed));
        }
        else if (_running is not null && _random.Next(3) == 0)
        {
            answers.Add(new ElectionInput.TermProved(_running));
        }

        return answers;
    }

    /// <summary>The world goes with what is told: an answer means that the operation has been done.</summary>
    private void Feed(ElectionInput? input)
    {
        if (input is null)
        {
            Fail("nothing is outstanding and the machine waits");
            return;
        }

        ApplyToWorld(input);
        var before = _state;
        var (after, effects) = ElectionMachine.Apply(before, input);
        _history.Add(input);
        _state = after;

        Expect(after.Ticket >= before.Ticket, "the ticket went back");
        Expect(!(before.Closing && !after.Closing), "a shutdown was taken back");
        foreach (var effect in effects)
        {
            SeenEffects.Add(effect.GetType());
            Take(effect);
        }

        VisitedPhases.Add(after.Phase);
        CheckState();
    }

    private void ApplyToWorld(ElectionInput input)
    {
        switch (input)
        {
            case ElectionInput.SessionEstablished i:
                _session = i.Session;
                break;
            case ElectionInput.SessionLost i when i.Session == _session:
                _session = 0;
                _node = null;
                _watching = false;
                _recycling = false;

                // Operations end without a word when their session does.
                _operation = null;
                break;
            case ElectionInput.Registered i when Answers<ElectionEffect.Register>(i.Ticket):
                _node = i.Candidate;
                _candidates++;
                _zxid += i.Term is null ? 0 : 1;
                break;
            case ElectionInput.Queued i when Answers<ElectionEffect.LookUp>(i.Ticket):
                _watching = true;
                break;
            case ElectionInput.AtHead i when Answers<ElectionEffect.LookUp>(i.Ticket):
            case ElectionInput.LeaseReady r when Answers<ElectionEffect.AwaitLease>(r.Ticket):
                break;
            case ElectionInput.Claimed i when Answers<ElectionEffect.Claim>(i.Ticket):
                _zxid++;
                break;
            case ElectionInput.Passed i when Answers<ElectionEffect.Claim>(i.Ticket):
            case ElectionInput.PlaceLost l when Answers<ElectionEffect.Claim>(l.Ticket):
                break;
            case ElectionInput.Released i when Answers<ElectionEffect.HandOver>(i.Ticket) || Answers<ElectionEffect.Withdraw>(i.Ticket):
                _node = null;
                break;
            case ElectionInput.OperationFailed i when _operation is not null && TicketOf(_operation) == i.Ticket:
                _operation = null;
                break;
            case ElectionInput.CandidateDeleted i when i.Session == _session && i.Candidate == _node:
                _node = null;
                break;
            case ElectionInput.PauseOver i when _pause is not null && TicketOf(_pause) == i.Ticket:
                _pause = null;
                break;
            case ElectionInput.ServicesStopped i when i.Term == _running && _stopping:
                _running = null;
                _stopping = false;
                break;
        }
    }

    private bool Answers<T>(long ticket)
        where T : ElectionEffect
    {
        if (_operation is not T || TicketOf(_operation) != ticket)
        {
            return false;
        }

        _operation = null;
        return true;
    }

    private void Take(ElectionEffect effect)
    {
        switch (effect)
        {
            case ElectionEffect.CancelOperation:
                _operation = null;
                return;
            case ElectionEffect.KeepLease or ElectionEffect.ReleaseLease:
                return;
            case ElectionEffect.StartServices e:
                Expect(_running is null, "services were started before those of the last term had stopped");
                Expect(_state.Term == e.Term, "services were started without their term");
                Expect(_session != 0, "services were started without a session");
                _running = e.Term;
                return;
            case ElectionEffect.StopServices e:
                Expect(_running == e.Term && !_stopping, "services were stopped that do not run, or twice");
                _stopping = true;
                return;
            case ElectionEffect.PunishOverrun e:
                Expect(_running == e.Term && _stopping, "an overrun was punished that is none");
                return;
            case ElectionEffect.BackOff or ElectionEffect.Quarantine:
                Expect(_running is null, "a pause was begun while services may run");
                _pause = effect;
                return;
            case ElectionEffect.RecycleSession:
                Expect(_running is null, "the session was given up while services may run");
                Expect(_session != 0, "a session was given up that is not there");
                _recycling = true;
                return;
        }

        Expect(_running is null, $"{effect} while services may run");
        Expect(_session != 0, $"{effect} without a session");
        Expect(TicketOf(effect) == _state.Ticket, $"{effect} under another ticket than the state's");
        if (effect is ElectionEffect.Register)
        {
            Expect(_node is null, "registered a second time");
            Expect(((ElectionEffect.Register)effect).IsReturning == (_candidates > 0), "it is mistaken about having stood before");
        }

        _watching = false;
        _operation = effect;
    }

    private void CheckState()
    {
        Expect(!_state.IsLeading || (_state.Term is not null && _running == _state.Term && !_stopping), "it leads without its services");
        Expect(_state.Session == _session, "it is mistaken about the session");
        Expect(_state.Phase != LeadershipPhase.Closed || _running is null, "it closed while services may run");
        Expect(_running is null || _state.Term == _running, "it forgot a term whose services may run");
        Expect(_state.Phase is not (LeadershipPhase.Registering or LeadershipPhase.Waiting or LeadershipPhase.Claiming) || _running is null,
            "it is in the queue while services of the last term may run");

        Expect(
            _state.Phase is not (LeadershipPhase.Registering or LeadershipPhase.Waiting or LeadershipPhase.Claiming or LeadershipPhase.Starting or LeadershipPhase.Leading)
            || _state.Holds == Holds.None,
            "it takes part although something holds it back");
        Expect(_state.Phase != LeadershipPhase.Observing || !_state.MayStand, "it looks on although it may stand");

        Expect(
            _state.Successor is null || _state.Phase is LeadershipPhase.Stopping or LeadershipPhase.HandingOver,
            "a successor outlives the term it was named in");

        var waits = _operation is not null || _pause is not null || _recycling || _watching || _session == 0 || _running is not null;
        Expect(
            waits || _state.Phase is LeadershipPhase.Observing or LeadershipPhase.Closed or LeadershipPhase.Disconnected,
            "nothing is outstanding: it is wedged");
    }

    private Holds AnyHold() => _random.Next(2) == 0 ? Holds.Paused : Holds.Unfit;

    private ElectionInput.SessionEstablished Establish(bool eligible) => new(++_sessions, eligible);

    private ElectionInput.SessionLost LoseSession() => new(_session);

    private static ElectionInput.OperationFailed Failed(long ticket) => new(ticket);

    /// <summary>An input that the world could have sent twice, or late; not one that would be news if the world were so.</summary>
    private bool IsSafeToRepeat(ElectionInput input) => input switch
    {
        ElectionInput.SessionEstablished or ElectionInput.Close or ElectionInput.StandBack or ElectionInput.ComeForward => false,
        ElectionInput.SessionLost i => i.Session != _session,
        ElectionInput.ServicesStopped i => i.Term != _running,
        ElectionInput.Registered i => i.Ticket != _state.Ticket,
        ElectionInput.Claimed i => i.Ticket != _state.Ticket,
        ElectionInput.Passed i => i.Ticket != _state.Ticket,
        ElectionInput.PlaceLost i => i.Ticket != _state.Ticket,
        ElectionInput.Released i => i.Ticket != _state.Ticket,
        ElectionInput.OperationFailed i => i.Ticket != _state.Ticket,
        ElectionInput.LeaseReady i => i.Ticket != _state.Ticket,
        ElectionInput.PauseOver i => i.Ticket != _state.Ticket,
        ElectionInput.AtHead i => i.Ticket != _state.Ticket,
        ElectionInput.PredecessorGone i => i.Ticket != _state.Ticket,
        _ => true,
    };

    private static long TicketOf(ElectionEffect effect) => effect switch
    {
        ElectionEffect.Register e => e.Ticket,
        ElectionEffect.LookUp e => e.Ticket,
        ElectionEffect.Claim e => e.Ticket,
        ElectionEffect.AwaitLease e => e.Ticket,
        ElectionEffect.HandOver e => e.Ticket,
        ElectionEffect.Withdraw e => e.Ticket,
        ElectionEffect.BackOff e => e.Ticket,
        ElectionEffect.Quarantine e => e.Ticket,
        _ => -1,
    };

    private ElectionInput? Pick(List<ElectionInput> inputs) => inputs.Count == 0 ? null : inputs[_random.Next(inputs.Count)];

    private void Expect(bool rule, string broken)
    {
        if (!rule)
        {
            Fail(broken);
        }
    }

    private void Fail(string broken) => Assert.Fail(
        $"Seed {_seed}, step {_history.Count}: {broken}. {_state}. The last inputs: {string.Join(", ", _history.TakeLast(12))}.");
}

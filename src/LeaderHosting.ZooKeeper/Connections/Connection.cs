using System.Diagnostics.CodeAnalysis;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Requests;
using LeaderHosting.ZooKeeper.Sessions;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>One socket on which the handshake is done: writes requests, matches answers to them in order, and ends at the first fault. Never used again after that.</summary>
/// <remarks>
/// One lock gives packets their order: a request gets its number, its place in the queue of unanswered ones and its place in the output in one step.
/// All faults, whoever finds them, come through <see cref="Fault"/>, which keeps the first cause.
/// </remarks>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Fault ends it, and always comes.")]
internal sealed class Connection
{
    private readonly Lock _gate = new();
    private readonly UnansweredRequests _unanswered = new();
    private readonly Queue<AuthEntry> _unansweredAuths = new();
    private readonly ITransport _transport;
    private readonly IConnectionOwner _owner;
    private readonly int _maxPacketLength;
    private readonly FrameSender _sender;
    private readonly Heartbeat _heartbeat;
    private readonly ReplyReader _replies;
    private readonly TaskCompletionSource _faultTold = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _lastXid;
    private int _unansweredPings;
    private int _unansweredSetWatches;
    private Exception? _fault;
    private Task _reading = Task.CompletedTask;

    /// <summary>Creates it; requests gather, but nothing is read or written before <see cref="Start"/>.</summary>
    public Connection(ITransport transport, TimeSpan sessionTimeout, int maxPacketLength, IConnectionOwner owner, TimeProvider time)
    {
        _transport = transport;
        _owner = owner;
        _maxPacketLength = maxPacketLength;
        _sender = new FrameSender(_gate, transport.Output, Fault);
        _heartbeat = new Heartbeat(time, sessionTimeout, Ping, Fault);
        _replies = new ReplyReader(transport.Input, PacketLimits.Incoming(maxPacketLength), _heartbeat, this);
    }

    /// <summary>The first thing that went wrong. Ask when the connection is over.</summary>
    public Exception Cause
    {
        get
        {
            lock (_gate)
            {
                return _fault ?? throw new InvalidOperationException("The connection is not over.");
            }
        }
    }

    /// <summary>Starts reading, writing and the heartbeat.</summary>
    public void Start()
    {
        _heartbeat.Start();
        _reading = _replies.RunAsync();
        _sender.Flush(onThisThread: true);
    }

    /// <summary>Completes when the connection is over, its owner has been told, and neither loop runs any more. Call it after <see cref="Start"/>.</summary>
    public async Task WaitForEndAsync()
    {
        await _reading.ConfigureAwait(false);
        await _sender.Stopped.ConfigureAwait(false);

        // Both loops may end before the thread that found the fault has told the owner of it.
        await _faultTold.Task.ConfigureAwait(false);
    }

    /// <summary>Takes a request, to be sent by the next <see cref="Flush"/>.</summary>
    /// <returns>Whether it was taken; if not, the connection is over and the request untouched. One that can't be written is taken, and has failed.</returns>
    public bool TrySend(PendingRequest request)
    {
        Exception? fault;
        lock (_gate)
        {
            if (_fault is not null)
            {
                return false;
            }

            request.Xid = NextXid();
            fault = Write(request);
            if (fault is null)
            {
                _unanswered.Enqueue(request);
                _heartbeat.OnSent();
                return true;
            }
        }

        request.Fail(ZooKeeperErrorCode.MarshallingError, fault);
        return true;
    }

    /// <summary>Takes credentials, to be sent by the next <see cref="Flush"/>.</summary>
    public void SendAuth(AuthEntry entry)
    {
        lock (_gate)
        {
            if (_fault is null)
            {
                Append(SpecialXid.Auth, OpCode.Auth, entry.ToRequest());
                _unansweredAuths.Enqueue(entry);
            }
        }
    }

    /// <summary>Takes watches to set again, to be sent by the next <see cref="Flush"/>.</summary>
    public void SendSetWatches(in SetWatchesRequest request)
    {
        lock (_gate)
        {
            if (_fault is null)
            {
                Append(SpecialXid.SetWatches, OpCode.SetWatches, request);
                _unansweredSetWatches++;
            }
        }
    }

    /// <summary>Sends what was taken. Call it outside any lock: it may write to the socket on this thread.</summary>
    public void Flush()
    {
        bool isAlone;
        lock (_gate)
        {
            isAlone = _unanswered.Count <= 1;
        }

        _sender.Flush(onThisThread: isAlone);
    }

    /// <summary>Ends the connection. Only the first call does anything.</summary>
    /// <param name="cause">Why.</param>
    public void Fault(Exception cause)
    {
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            _fault = cause;
        }

        // From here on nothing adds to the queue, and the read loop takes nothing from it.
        _heartbeat.Dispose();
        _sender.Stop();
        _transport.Abort();
        _owner.OnFault(this, cause, _unanswered.All);
        _faultTold.TrySetResult();
    }

    /// <summary>Handles a packet. Called by the read loop.</summary>
    /// <exception cref="ProtocolViolationException">The packet is malformed, or must not come now.</exception>
    public void OnPacket(ref JuteReader reader)
    {
        var header = ReplyHeader.Read(ref reader);
        switch (header.Xid)
        {
            case SpecialXid.Notification:
                _owner.OnWatchEvent(WatcherEvent.Read(ref reader));
                break;
            case SpecialXid.Ping:
                CountAnswer(ref _unansweredPings, "ping");
                break;
            case SpecialXid.SetWatches:
                CountAnswer(ref _unansweredSetWatches, "setWatches");
                if (header.Error != ZooKeeperErrorCode.Ok)
                {
                    throw new ProtocolViolationException($"The server refused to set the watches again: {header.Error}.");
                }

                break;
            case SpecialXid.Auth:
                OnAuthAnswer(header.Error);
                break;
            default:
                OnAnswer(header, ref reader);
                break;
        }

        // Last, because a packet that must not come is not to be believed: with a zxid from nowhere no server would ever take the session again.
        if (header.Zxid > 0)
        {
            _owner.OnZxid(header.Zxid);
        }
    }

    private void OnAnswer(in ReplyHeader header, ref JuteReader body)
    {
        PendingRequest answered;
        ProtocolViolationException? end;
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            answered = _unanswered.Take(header, out end);
        }

        if (end is not null)
        {
            // First, so that what the caller asks next goes to the next connection.
            Fault(end);
        }

        answered.Complete(header, ref body);
    }

    private void OnAuthAnswer(ZooKeeperErrorCode error)
    {
        AuthEntry? entry;
        lock (_gate)
        {
            if (!_unansweredAuths.TryDequeue(out entry))
            {
                throw new ProtocolViolationException("The server answered credentials that were not sent.");
            }
        }

        if (error == ZooKeeperErrorCode.Ok)
        {
            entry.Accept();
        }
        else
        {
            _owner.OnAuthRefused(entry, error);
        }
    }

    private void CountAnswer(ref int unanswered, string what)
    {
        lock (_gate)
        {
            if (unanswered == 0)
            {
                throw new ProtocolViolationException($"The server answered a {what} that was not sent.");
            }

            unanswered--;
        }
    }

    private void Ping()
    {
        lock (_gate)
        {
            if (_fault is not null)
            {
                return;
            }

            Append(SpecialXid.Ping, OpCode.Ping);
            _unansweredPings++;
        }

        _sender.Flush(onThisThread: true);
    }

    /// <summary>Puts a request into the output as a whole, or not at all: half of one would spoil all that come after it.</summary>
    /// <returns>Why it can't be written; null if it was.</returns>
    private Exception? Write(PendingRequest request)
    {
        var writer = BeginPacket(request.Xid, request.Type);
        try
        {
            request.Write(writer);
        }
#pragma warning disable CA1031 // What is wrong with one request, such as a list that was changed meanwhile, is a matter of its caller alone.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            _sender.Gathering.DropFrame();
            return fault;
        }

        return _sender.Gathering.TryEndFrame(_maxPacketLength, out var length) ? null : PacketLimits.TooLong(length, _maxPacketLength);
    }

    private void Append<TRecord>(int xid, OpCode type, in TRecord body)
        where TRecord : struct, IJuteRecord<TRecord>
    {
        var writer = BeginPacket(xid, type);
        body.Write(writer);
        EndPacket();
    }

    private void Append(int xid, OpCode type)
    {
        BeginPacket(xid, type);
        EndPacket();
    }

    private JuteWriter BeginPacket(int xid, OpCode type)
    {
        _sender.Gathering.BeginFrame();
        var writer = new JuteWriter(_sender.Gathering);
        new RequestHeader(xid, type).Write(writer);
        return writer;
    }

    private void EndPacket()
    {
        // These packets are bounded where they are made.
        _sender.Gathering.TryEndFrame(int.MaxValue, out _);
        _heartbeat.OnSent();
    }

    /// <summary>Numbers run from 1 and start again there, clear of the special ones, should a connection ever last that long.</summary>
    private int NextXid() => _lastXid = _lastXid == int.MaxValue ? 1 : _lastXid + 1;
}

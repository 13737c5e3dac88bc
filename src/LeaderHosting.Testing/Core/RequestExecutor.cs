using System.Buffers;
using LeaderHosting.Testing.Operations;
using LeaderHosting.Testing.Operations.Writes;
using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Core;

/// <summary>Carries out requests and answers them. Called under the core's lock.</summary>
internal sealed class RequestExecutor(ServerState state, SessionLifecycle lifecycle, TimeProvider time)
{
    private const long NoZxid = -1;

    // One request at a time is carried out, so one buffer will do.
    private readonly ArrayBufferWriter<byte> _body = new();

    /// <summary>Carries out one request.</summary>
    /// <returns>True when the earliest moment at which a session expires may have changed.</returns>
    public bool Execute(Caller caller, RequestHeader header, IOperation operation, Verdict verdict)
    {
        var start = time.GetTimestamp();
        caller.CountReceived();

        if (operation is AuthOperation or SaslOperation)
        {
            // These two belong to the connection. They do not touch the session, and their replies have no zxid.
            Authenticate(caller, header, operation as AuthOperation);
            return false;
        }

        if (caller.Session is not { } session || session.Connection != caller || !state.Sessions.TryGet(session.Id, out _))
        {
            // The session has ended, or speaks through another connection now. The request gets no answer.
            return false;
        }

        var moved = state.Sessions.Touch(session);
        switch (verdict.Kind)
        {
            case VerdictKind.Fail:
                Reply(caller, header, state.Zxid, verdict.Error);
                break;
            case VerdictKind.Reject:
                caller.SendLast(Frames.Reply(header.Xid, NoZxid, ZooKeeperErrorCode.Unimplemented, []));
                break;
            case VerdictKind.LoseRequest:
                caller.Sink.Close();
                break;
            case VerdictKind.LoseReply:
                Carry(caller, header, operation, answer: false);
                caller.Sink.Close();
                break;
            default:
                Carry(caller, header, operation, answer: true);
                break;
        }

        caller.Statistics.LastOperation = header.Type.ToString();
        caller.Statistics.LastZxid = state.Zxid;
        caller.Statistics.LastXid = header.Xid >= 0 ? header.Xid : caller.Statistics.LastXid;
        state.Statistics.CountRequest(time.GetElapsedTime(start));
        return moved || operation is CloseSessionOperation;
    }

    /// <summary>Deletes containers that have become empty and nodes whose time to live has run out.</summary>
    public void Sweep()
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        foreach (var path in state.Tree.SweepCandidates(now))
        {
            state.Tree.Delete(path, new Stamp(state.NextZxid(), now));
        }
    }

    private void Carry(Caller caller, RequestHeader header, IOperation operation, bool answer)
    {
        _body.ResetWrittenCount();
        var error = ZooKeeperErrorCode.Ok;
        var zxid = (long?)null;
        var ends = false;
        switch (operation)
        {
            case IReadOperation read:
                error = read.Execute(new ReadContext(state.Tree, state.Watches, caller), new JuteWriter(_body));
                break;
            case IWriteOperation write:
                error = Write(caller, write, ref answer);
                break;
            case CloseSessionOperation:
                lifecycle.Close(caller.Session!);
                ends = true;
                break;
            default:
                (error, zxid, ends) = (ZooKeeperErrorCode.Unimplemented, NoZxid, true);
                break;
        }

        if (answer)
        {
            Reply(caller, header, zxid ?? state.Zxid, error);
        }

        if (ends)
        {
            caller.Sink.Close();
        }
    }

    private ZooKeeperErrorCode Write(Caller caller, IWriteOperation operation, ref bool answer)
    {
        // A failed write takes up a zxid too: upstream logs an error transaction.
        var stamp = new Stamp(state.NextZxid(), time.GetUtcNow().ToUnixTimeMilliseconds());
        var error = operation.Plan(new PlannedTree(state.Tree), caller, out var change);
        if (change is not null)
        {
            change.Apply(state.Tree, stamp);
            change.WriteResult(new JuteWriter(_body));
            answer &= change.HasReply;
        }

        return error;
    }

    private void Authenticate(Caller caller, RequestHeader header, AuthOperation? operation)
    {
        _body.ResetWrittenCount();
        if (operation is null)
        {
            NullableFields.WriteBuffer(new JuteWriter(_body), null);
            Reply(caller, header, zxid: 0, ZooKeeperErrorCode.Ok);
        }
        else if (operation.Credential is { } credential)
        {
            caller.Add(credential);
            Reply(caller, header, zxid: 0, ZooKeeperErrorCode.Ok);
        }
        else
        {
            Reply(caller, header, zxid: 0, ZooKeeperErrorCode.AuthFailed);
            caller.Sink.Close();
        }
    }

    private void Reply(Caller caller, RequestHeader header, long zxid, ZooKeeperErrorCode error)
    {
        // Pings are answered under their own number, whatever the client called them.
        var xid = header.Type == OpCode.Ping ? SpecialXid.Ping : header.Xid;
        caller.Send(Frames.Reply(xid, zxid, error, error == ZooKeeperErrorCode.Ok ? _body.WrittenSpan : []));
    }
}

using System.Security.Cryptography;
using LeaderHosting.Testing.Sessions;
using LeaderHosting.Testing.Tree;
using LeaderHosting.ZooKeeper.Protocol;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Testing.Core;

/// <summary>How sessions begin, move from one connection to the next, and end. Called under the core's lock.</summary>
internal sealed class SessionLifecycle(ServerState state, ILogger logger)
{
    private const int PasswordLength = 16;

    public void Connect(Caller caller, ConnectRequest request)
    {
        caller.CountReceived();
        if (request.LastZxidSeen > state.Zxid)
        {
            // The client has seen a future that this server does not know. It must look for a server that does.
            ServerLog.ZxidAhead(logger, caller.Remote, request.LastZxidSeen, state.Zxid);
            caller.Sink.Abort();
            return;
        }

        var timeout = state.Sessions.Negotiate(request.Timeout);
        var session = request.SessionId == 0 ? Open(timeout) : Resume(request, timeout);
        if (session is null)
        {
            caller.Send(Frames.Connected(new ConnectResponse(0, 0, 0, new byte[PasswordLength], AnswerReadOnly(request))));
            caller.Sink.Close();
            return;
        }

        caller.Session = session;
        session.Connection = caller;
        session.Timeout = timeout;
        state.Sessions.Touch(session);
        caller.Send(Frames.Connected(new ConnectResponse(0, timeout, session.Id, session.Password, AnswerReadOnly(request))));
    }

    /// <summary>Ends a session: its ephemerals go, those who watch them hear of it, and its connection is cut.</summary>
    public void End(Session session)
    {
        var connection = session.Connection;
        Close(session);
        connection?.Sink.Abort();
        ServerLog.SessionExpired(logger, session.Id, session.Timeout);
    }

    /// <summary>Ends a session and leaves its connection alone.</summary>
    public void Close(Session session)
    {
        state.Sessions.Remove(session);
        var stamp = new Stamp(state.NextZxid(), 0);
        foreach (var path in state.Tree.EphemeralsOf(session.Id))
        {
            state.Tree.Delete(path, stamp);
        }
    }

    /// <summary>Takes a connection off its session, with all its watches.</summary>
    public void Detach(Caller caller)
    {
        state.Watches.RemoveAll(caller);
        if (caller.Session is { } session && session.Connection == caller)
        {
            session.Connection = null;
        }
    }

    /// <summary>A client of 3.4 and later asks with one byte more than an older one, and is answered with one byte more.</summary>
    private static bool? AnswerReadOnly(ConnectRequest request) => request.ReadOnly is null ? null : false;

    private Session Open(int timeout)
    {
        state.NextZxid();
        var session = state.Sessions.Create(timeout);
        ServerLog.SessionOpened(logger, session.Id, timeout);
        return session;
    }

    private Session? Resume(ConnectRequest request, int timeout)
    {
        if (!state.Sessions.TryGet(request.SessionId, out var session))
        {
            ServerLog.SessionUnknown(logger, request.SessionId);
            return null;
        }

        // As upstream does it: whoever names a session ends the session's earlier connection, password or not.
        if (session.Connection is { } earlier)
        {
            earlier.Sink.Abort();
            Detach(earlier);
        }

        if (!CryptographicOperations.FixedTimeEquals(request.Password.Span, session.Password))
        {
            ServerLog.WrongPassword(logger, request.SessionId);
            return null;
        }

        ServerLog.SessionResumed(logger, session.Id, timeout);
        return session;
    }
}

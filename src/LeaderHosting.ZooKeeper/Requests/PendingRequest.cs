using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>A request that has not been answered, as a connection sees it: something to write, then to complete or to fail, exactly once.</summary>
internal abstract class PendingRequest
{
    /// <summary>Its number on the connection it was written to.</summary>
    public int Xid { get; set; }

    /// <summary>The kind of the request.</summary>
    public abstract OpCode Type { get; }

    /// <summary>Whether its caller has stopped waiting for it.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Writes the body.</summary>
    public abstract void Write(JuteWriter writer);

    /// <summary>Hands the answer to the caller. The object must not be touched afterwards: it may already serve another request.</summary>
    /// <exception cref="ProtocolViolationException">The answer cannot be read; the caller has been told.</exception>
    public abstract void Complete(in ReplyHeader header, ref JuteReader body);

    /// <summary>Tells the caller that there will be no answer.</summary>
    public abstract void Fail(ZooKeeperErrorCode code, Exception? cause);

    /// <summary>The request and its node, for messages.</summary>
    public abstract override string ToString();
}

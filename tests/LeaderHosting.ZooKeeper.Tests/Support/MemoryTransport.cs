using System.IO.Pipelines;
using System.Net;
using LeaderHosting.ZooKeeper.Connections;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>The client's end of a connection in memory.</summary>
internal sealed class MemoryTransport(EndPoint endPoint, Pipe toClient, Pipe toServer) : ITransport
{
    public EndPoint EndPoint => endPoint;

    public PipeReader Input => toClient.Reader;

    public PipeWriter Output => toServer.Writer;

    /// <summary>Whether the client has aborted it.</summary>
    public bool IsAborted { get; private set; }

    /// <summary>Called at the end of <see cref="Abort"/>, before it returns.</summary>
    public Action? OnAborted { get; set; }

    public void Abort()
    {
        IsAborted = true;
        toClient.Writer.Complete(new IOException("The connection was aborted on this side."));
        toServer.Writer.Complete();
        OnAborted?.Invoke();
    }
}

using System.IO.Pipelines;
using System.Net;

namespace LeaderHosting.Testing.Transports;

/// <summary>One end of a connection that never leaves the process: what is written to one end is read from the other.</summary>
internal sealed class MemoryTransport(PipeReader input, PipeWriter output) : ITransport
{
    public PipeReader Input { get; } = input;

    public PipeWriter Output { get; } = output;

    public IPEndPoint Remote { get; } = new(IPAddress.Loopback, 0);

    /// <summary>Makes both ends of a connection.</summary>
    public static (MemoryTransport Server, MemoryTransport Client) CreatePair()
    {
        var toServer = new Pipe();
        var toClient = new Pipe();
        return (new MemoryTransport(toServer.Reader, toClient.Writer), new MemoryTransport(toClient.Reader, toServer.Writer));
    }

    public async ValueTask DisposeAsync()
    {
        await Input.CompleteAsync().ConfigureAwait(false);
        await Output.CompleteAsync().ConfigureAwait(false);
    }
}

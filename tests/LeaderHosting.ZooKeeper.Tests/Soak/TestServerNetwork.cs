using System.IO.Pipelines;
using System.Net;
using LeaderHosting.Testing;
using LeaderHosting.ZooKeeper.Connections;

namespace LeaderHosting.ZooKeeper.Tests.Soak;

/// <summary>A network that leads to the server in-process, through memory, so that nothing is under way when the thread pool is at rest.</summary>
internal sealed class TestServerNetwork(ZooKeeperTestServer server) : INetwork
{
    public Task<IReadOnlyList<EndPoint>> ResolveAsync(ZooKeeperHost host, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EndPoint>>([server.EndPoint]);

    public async Task<ITransport> ConnectAsync(EndPoint endPoint, CancellationToken cancellationToken) =>
        new Transport(endPoint, await server.ConnectInMemoryAsync());

    private sealed class Transport(EndPoint endPoint, IDuplexPipe pipe) : ITransport
    {
        public EndPoint EndPoint => endPoint;

        public PipeReader Input => pipe.Input;

        public PipeWriter Output => pipe.Output;

        // The server sees the end, and ends the other direction in turn.
        public void Abort() => pipe.Output.Complete();
    }
}

using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>A TCP connection.</summary>
internal sealed class SocketTransport : ITransport
{
    private const int ReadBufferLength = 16 * 1024;

    private readonly Socket _socket;

    public SocketTransport(Socket socket, EndPoint endPoint)
    {
        _socket = socket;
        EndPoint = endPoint;
        var stream = new NetworkStream(socket, ownsSocket: true);
        Input = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: ReadBufferLength, leaveOpen: true));
        Output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public EndPoint EndPoint { get; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public void Abort() => _socket.Dispose();
}

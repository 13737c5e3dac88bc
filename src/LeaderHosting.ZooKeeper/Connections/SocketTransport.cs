using System.Diagnostics.CodeAnalysis;
using System.IO.Pipelines;
using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>A TCP connection.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Abort ends it.")]
internal sealed class SocketTransport : ITransport
{
    private const int ReadBufferLength = 16 * 1024;

    private readonly NetworkStream _stream;

    public SocketTransport(Socket socket, EndPoint endPoint)
    {
        EndPoint = endPoint;
        _stream = new NetworkStream(socket, ownsSocket: true);
        Input = PipeReader.Create(_stream, new StreamPipeReaderOptions(bufferSize: ReadBufferLength, leaveOpen: true));
        Output = PipeWriter.Create(_stream, new StreamPipeWriterOptions(leaveOpen: true));
    }

    public EndPoint EndPoint { get; }

    public PipeReader Input { get; }

    public PipeWriter Output { get; }

    public void Abort() => _stream.Dispose();
}

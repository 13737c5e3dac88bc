using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.Testing.Transports;

/// <summary>
/// A port on the loopback interface that can refuse connections and accept them again. While it refuses it stays bound, so nobody
/// else gets the port in the meantime. Thread-safe.
/// </summary>
internal sealed class TcpListenSocket : IDisposable
{
    private const int Backlog = 512;

    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(10);

    private readonly Lock _lock = new();
    private Socket _socket;
    private TaskCompletionSource _listening = NewSignal();
    private bool _disposed;

    public TcpListenSocket(int port)
    {
        _socket = Bind(new IPEndPoint(IPAddress.Loopback, port));
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
        try
        {
            Open();
        }
        catch
        {
            // Where addresses may be reused, two can bind a port, and only the first to listen has it.
            _socket.Dispose();
            throw;
        }
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Lets clients connect.</summary>
    public void Open()
    {
        lock (_lock)
        {
            if (!_disposed && !_listening.Task.IsCompleted)
            {
                _socket.Listen(Backlog);
                _listening.SetResult();
            }
        }
    }

    /// <summary>Makes the operating system refuse connections.</summary>
    public void Refuse()
    {
        lock (_lock)
        {
            if (!_disposed && _listening.Task.IsCompleted)
            {
                // A bound socket that does not listen answers every attempt with a reset.
                _listening = NewSignal();
                _socket.Dispose();
                _socket = Bind(EndPoint);
            }
        }
    }

    /// <summary>Waits for the next client.</summary>
    public async ValueTask<Socket> AcceptAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task listening;
            Socket socket;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                (listening, socket) = (_listening.Task, _socket);
            }

            await listening.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                return await socket.AcceptAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (Exception closed) when (closed is ObjectDisposedException or SocketException { SocketErrorCode: SocketError.OperationAborted })
            {
                // Closed by Refuse, or for good: then the next round says so.
            }
            catch (SocketException)
            {
                // A client that gave up while it waited in line, or a process out of file descriptors, which takes real time to pass.
                await Task.Delay(AfterFailure, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _socket.Dispose();
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(endPoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}

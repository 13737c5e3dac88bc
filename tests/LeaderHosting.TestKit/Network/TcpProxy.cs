using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LeaderHosting.TestKit;

/// <summary>
/// A TCP proxy on 127.0.0.1 that a test can cut: a network partition (<see cref="BlackHole"/>), resets (<see cref="DropConnections"/>),
/// a dead host (<see cref="RefuseConnections"/>), a slow line (<see cref="Delay"/>).
/// </summary>
/// <remarks>Thread-safe.</remarks>
public sealed class TcpProxy : IAsyncDisposable
{
    private const int PortAttempts = 5;
    private const int Backlog = 128;

    private readonly EndPoint _target;
    private readonly ProxyGate _toServer = new();
    private readonly ProxyGate _toClient = new();
    private readonly Lock _lock = new();
    private readonly ConcurrentDictionary<ProxyConnection, Task> _connections = [];
    private readonly List<Task> _accepting = [];
    private Socket? _listener;
    private long _delayTicks;
    private int _acceptedCount;
    private bool _isDisposed;

    private TcpProxy(EndPoint target, int port)
    {
        _target = target;
        Port = port;
        Listen();
    }

    /// <summary>Where the proxy listens.</summary>
    public int Port { get; }

    /// <summary>"127.0.0.1:port".</summary>
    public string ConnectionString => $"127.0.0.1:{Port}";

    /// <summary>How many connections clients have through the proxy now, in a black hole or not.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>How many connections the proxy has accepted since it started.</summary>
    public int AcceptedCount => Volatile.Read(ref _acceptedCount);

    /// <summary>How many bytes have been passed on to the server.</summary>
    public long BytesToServer => _toServer.BytesPassed;

    /// <summary>How many bytes have been passed on to clients.</summary>
    public long BytesToClient => _toClient.BytesPassed;

    /// <summary>How long each byte is under way, in either direction, from when it is set; zero by default. Order is kept.</summary>
    public TimeSpan Delay
    {
        get => new(Volatile.Read(ref _delayTicks));
        set => Volatile.Write(ref _delayTicks, value.Ticks);
    }

    /// <summary>Starts a proxy in front of 127.0.0.1:<paramref name="targetPort"/>.</summary>
    public static TcpProxy Start(int targetPort) => Start(new IPEndPoint(IPAddress.Loopback, targetPort));

    /// <summary>Starts a proxy in front of <paramref name="target"/>, which need not listen yet.</summary>
    public static TcpProxy Start(EndPoint target)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new TcpProxy(target, FreePort.Next());
            }
            catch (SocketException) when (attempt < PortAttempts)
            {
                // Somebody else took the port in between.
            }
        }
    }

    /// <summary>
    /// Cuts the line without anyone being told: connections stay open, and bytes that have not been passed on, ends of streams and resets
    /// are held back until <see cref="Heal"/>. New connections are accepted, and carried nowhere when <paramref name="direction"/>
    /// includes <see cref="TrafficDirection.ToServer"/>. Nothing is passed on after this method has returned.
    /// </summary>
    /// <param name="direction">What is held back; a second call adds to the first.</param>
    public void BlackHole(TrafficDirection direction = TrafficDirection.Both)
    {
        if (direction.HasFlag(TrafficDirection.ToServer))
        {
            _toServer.Close();
        }

        if (direction.HasFlag(TrafficDirection.ToClient))
        {
            _toClient.Close();
        }
    }

    /// <summary>Ends a <see cref="BlackHole"/>: what was held back flows.</summary>
    /// <param name="dropConnections">
    /// Resets all connections instead, as when a router between has forgotten them; what was held back is lost.
    /// </param>
    public void Heal(bool dropConnections = false)
    {
        if (dropConnections)
        {
            DropConnections();
        }

        _toServer.Open();
        _toClient.Open();
    }

    /// <summary>Resets (RST) every connection, on both sides. New ones are welcome.</summary>
    public void DropConnections()
    {
        foreach (var connection in _connections.Keys)
        {
            connection.Drop();
            _connections.TryRemove(connection, out _);
        }
    }

    /// <summary>Stops listening, so that new connections are refused, or listens again. Connections that are open stay as they are.</summary>
    public void RefuseConnections(bool refuse = true)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (refuse)
            {
                StopListening();
            }
            else if (_listener is null)
            {
                Listen();
            }
        }
    }

    /// <summary>Stops listening and resets every connection.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Task> running;
        lock (_lock)
        {
            _isDisposed = true;
            StopListening();
            running = [.. _accepting];
        }

        await Task.WhenAll(running);
        running = [.. _connections.Values];
        DropConnections();
        await Task.WhenAll(running);
    }

    private void Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, Port));
            listener.Listen(Backlog);
        }
        catch
        {
            listener.Dispose();
            throw;
        }

        _listener = listener;
        _accepting.RemoveAll(static task => task.IsCompleted);
        _accepting.Add(AcceptAsync(listener));
    }

    private void StopListening()
    {
        try
        {
            // Closing is not enough: a process that is just being started shares our sockets until it runs its own program.
            _listener?.Shutdown(SocketShutdown.Both);
        }
        catch (SocketException)
        {
            // Only Linux shuts down sockets that listen.
        }

        _listener?.Dispose();
        _listener = null;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
            {
                return;
            }

            Interlocked.Increment(ref _acceptedCount);
            var connection = new ProxyConnection(client, _toServer, _toClient, () => Delay);
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _connections[connection] = CarryAsync(connection, started.Task);
            started.SetResult();
        }
    }

    private async Task CarryAsync(ProxyConnection connection, Task registered)
    {
        // So that the connection cannot end, and be removed, before it has been added.
        await registered;
        using (connection)
        {
            await connection.RunAsync(_target);
        }

        _connections.TryRemove(connection, out _);
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LeaderHosting.Testing.Embedded;

/// <summary>
/// Hosts the embedded development server, if this process is the first on the machine to get its port; otherwise waits for the port, and hosts the
/// server from then on.
/// </summary>
/// <remarks>
/// <para>Its phases enclose those of the election: the server is there before the election connects, and is stopped (<see cref="StoppedAsync"/>)
/// after the election has handed leadership over and closed its session.</para>
/// <para>A server that takes over begins empty, so nothing in it keeps a master of before and a new one apart. It therefore answers nobody until the
/// longest time has passed that a lease from before can last: one session timeout, counted from when the port was taken, which is later than anything the
/// earlier server answered. A process that starts and gets the port at its first try can't know of an earlier server, and does not wait: should it happen to start in the
/// quarter of a second after the death of a server and before another process has taken its port, a new master may be elected while an old one is still stopping.</para>
/// </remarks>
internal sealed class EmbeddedZooKeeperService : IHostedLifecycleService, IAsyncDisposable, IDisposable
{
    private static readonly TimeSpan RetryInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>No reason to limit it: a development server has memory to spare.</summary>
    private static readonly TimeSpan LongestSessionTimeout = TimeSpan.FromHours(1);

    private readonly EmbeddedZooKeeperConnection _connection;
    private readonly IOptions<EmbeddedZooKeeperOptions> _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _takingOver = Task.CompletedTask;
    private ZooKeeperTestServer? _server;

    public EmbeddedZooKeeperService(
        EmbeddedZooKeeperConnection connection,
        IOptions<EmbeddedZooKeeperOptions> options,
        IServiceProvider services,
        ILoggerFactory loggers)
    {
        _connection = connection;
        _options = options;
        _time = services.GetService<TimeProvider>() ?? TimeProvider.System;
        _loggers = loggers;
        _logger = loggers.CreateLogger<EmbeddedZooKeeperService>();
    }

    private string EndPoint => $"127.0.0.1:{_options.Value.Port}";

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        // The elections have read their settings by now. Without any, the server is there for whoever knows its port.
        if (_connection is { IsUsed: false, OtherServers: { } servers })
        {
            EmbeddedZooKeeperLog.NotNeeded(_logger, servers);
            return Task.CompletedTask;
        }

        if (TryHost(out var pause, out var fault))
        {
            pause.Dispose();
            EmbeddedZooKeeperLog.Hosts(_logger, EndPoint);
            return Task.CompletedTask;
        }

        if (fault!.SocketErrorCode != SocketError.AddressAlreadyInUse)
        {
            throw new InvalidOperationException(
                $"The embedded ZooKeeper development server can't listen on {EndPoint}: {fault.Message}. Set {EmbeddedZooKeeperOptions.SectionName}:"
                + $"{nameof(EmbeddedZooKeeperOptions.Port)} to another port, the same for all processes.",
                fault);
        }

        EmbeddedZooKeeperLog.Connects(_logger, EndPoint);
        _takingOver = Task.Run(() => TakeOverAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => DisposeAsync().AsTask();

    /// <summary>Stops the server if it runs here.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _takingOver.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_server is { } server)
        {
            await server.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Begins what <see cref="DisposeAsync"/> does; for containers that are disposed of synchronously.</summary>
    public void Dispose() => _ = DisposeAsync().AsTask();

    private async Task TakeOverAsync(CancellationToken stopping)
    {
        IDisposable? pause;
        do
        {
            await Task.Delay(RetryInterval, _time, stopping).ConfigureAwait(false);
        }
        while (!TryHost(out pause, out _));

        // What the server grants when it is asked for less than two ticks.
        var shortest = _options.Value.TickTime * 2;
        var asked = _connection.LongestSessionTimeout;
        var grace = asked > shortest ? asked : shortest;
        EmbeddedZooKeeperLog.TookOver(_logger, EndPoint, grace.TotalSeconds);
        await Task.Delay(grace, _time, stopping).ConfigureAwait(false);
        pause.Dispose();
    }

    /// <summary>Starts the server, if nobody has its port. It answers nobody until <paramref name="pause"/> is disposed.</summary>
    private bool TryHost([NotNullWhen(true)] out IDisposable? pause, out SocketException? fault)
    {
        try
        {
            _server = ZooKeeperTestServer.StartPaused(
                new ZooKeeperTestServerOptions
                {
                    Port = _options.Value.Port,
                    TickTime = _options.Value.TickTime,
                    MaxSessionTimeout = LongestSessionTimeout,
                    StartZxid = EmbeddedZxid.Now(_time),
                    TimeProvider = _time,
                    LoggerFactory = new WarningLoggerFactory(_loggers),
                },
                out pause);
            fault = null;
            return true;
        }
        catch (SocketException e)
        {
            pause = null;
            fault = e;
            return false;
        }
    }
}

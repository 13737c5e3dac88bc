using System.Runtime.CompilerServices;
using LeaderHosting.Hosting;
using LeaderHosting.ZooKeeper;
using Microsoft.Extensions.Logging;

namespace LeaderHosting.Rehearsal;

/// <summary>
/// Has a takeover rehearsed, once in the life of the process and in the background, when a node first stands behind another: so its code is compiled before it counts. The first takeover would
/// otherwise wait for the just-in-time compiler, at the one moment at which nobody leads.
/// </summary>
/// <remarks>Nothing waits for it, and nothing comes of it but compiled code. Thread-safe.</remarks>
internal sealed partial class TakeoverRehearsal : IDisposable
{
    /// <summary>What else there is to do when a process starts comes first.</summary>
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(500);

    /// <summary>It takes a second, nearly all of it waiting; one that does not come to its end is given up.</summary>
    private static readonly TimeSpan LongestRehearsal = TimeSpan.FromSeconds(10);

    private static readonly Once OfProcess = new();

    private readonly Func<CancellationToken, Task>? _rehearseAsync;
    private readonly Once _once;
    private readonly TimeSpan _settling;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _disposing = new();

    public TakeoverRehearsal(ILoggerFactory loggers)
        : this(RuntimeFeature.IsDynamicCodeCompiled ? RehearseAsync : null, OfProcess, Settling, loggers.CreateLogger(LogCategories.Election))
    {
    }

    /// <param name="rehearseAsync">Rehearses it; <see langword="null"/>: everything has been compiled ahead of time.</param>
    /// <param name="once">Whether it has been begun already.</param>
    /// <param name="settling">How long to wait before it.</param>
    /// <param name="logger">For what came of it.</param>
    internal TakeoverRehearsal(Func<CancellationToken, Task>? rehearseAsync, Once once, TimeSpan settling, ILogger logger)
    {
        _rehearseAsync = rehearseAsync;
        _once = once;
        _settling = settling;
        _logger = logger;
    }

    /// <summary>Begins it, unless it has been begun before or is of no use. Never throws, and never waits.</summary>
    public void Begin()
    {
        if (_rehearseAsync is { } rehearseAsync && _once.TryBegin())
        {
            _ = Task.Run(() => RunAsync(rehearseAsync));
        }
    }

    /// <summary>Gives it up, if it is going on; nobody waits for that.</summary>
    public void Dispose() => _disposing.Cancel();

    private static Task RehearseAsync(CancellationToken cancellationToken)
    {
        // The election rehearses on an ensemble in memory, which does not use the client.
        ZooKeeperClient.WarmUp();
        return RehearsedElection.RunAsync(cancellationToken);
    }

    private async Task RunAsync(Func<CancellationToken, Task> rehearseAsync)
    {
        try
        {
            await Task.Delay(_settling, _disposing.Token).ConfigureAwait(false);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(_disposing.Token);
            ending.CancelAfter(LongestRehearsal);
            await rehearseAsync(ending.Token).ConfigureAwait(false);
            LogRehearsed(_logger);
        }
        catch (OperationCanceledException) when (_disposing.IsCancellationRequested)
        {
            // The host is gone.
        }
#pragma warning disable CA1031 // Whatever it is, all that comes of it is a first takeover that is no quicker.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogFailed(_logger, e);
        }
    }

    [LoggerMessage(5202, LogLevel.Debug, "A takeover was rehearsed in memory: the first one of this process need not wait for the just-in-time compiler.")]
    private static partial void LogRehearsed(ILogger logger);

    [LoggerMessage(5201, LogLevel.Debug, "The rehearsal of a takeover has failed. The first takeover of this process will be some milliseconds slower; nothing else depends on it.")]
    private static partial void LogFailed(ILogger logger, Exception error);

    /// <summary>Sees to it that something is begun once.</summary>
    internal sealed class Once
    {
        private int _begun;

        /// <summary>Whether the caller is the first.</summary>
        public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;
    }
}

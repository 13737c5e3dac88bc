using System.Net;
using LeaderHosting.ZooKeeper.Connections;
using LeaderHosting.ZooKeeper.Hosts;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Finds a server that takes the session: tries one after the other, each for so long that all, and one alone several times, can be tried within the session timeout.</summary>
internal sealed class Connector(
    IReadOnlyList<ZooKeeperHost> hosts,
    TimeSpan requestedTimeout,
    int maxPacketLength,
    INetwork network,
    TimeProvider time,
    Random random,
    OutageLog outage)
{
    /// <summary>A connection that ends sooner counts as a fruitless attempt, or a server that accepts and drops would be asked without pause.</summary>
    private static readonly TimeSpan ProvenAfter = TimeSpan.FromSeconds(1);

    /// <summary>
    /// A server alone is asked this often within the session timeout too. A real one may take a connection while it starts, fail to serve it and forget to
    /// close it (seen of 3.8: <c>NIOServerCnxn.close</c> before there is a database); who waits for it loses the session.
    /// </summary>
    private const int FewestAttempts = 3;

    private static readonly TimeSpan LongestPauseOfAll = TimeSpan.FromSeconds(1);

    private readonly HostRing _ring = new(hosts, random);
    private readonly RetrySchedule _schedule = new(hosts.Count, LongestPause(requestedTimeout), random);
    private readonly HandshakePatience _patience = new(hosts.Count);
    private long? _lostAt;
    private bool _askedInVain;
    private bool _serverWasSilent;

    /// <summary>Tries until it succeeds.</summary>
    /// <exception cref="SessionExpiredException">A server says that the session is gone; or it is given up, see <see cref="ThrowIfToBeGivenUp"/>.</exception>
    /// <exception cref="AuthFailedException">A server refused the credentials.</exception>
    /// <exception cref="OperationCanceledException">It was told to stop.</exception>
    public async Task<EstablishedConnection> ConnectAsync(
        SessionIdentity identity,
        Func<IReadOnlyList<AuthEntry>> auths,
        CancellationToken cancellationToken)
    {
        while (true)
        {
            var host = _ring.Next();
            _serverWasSilent = false;
            try
            {
                return await TryHostAsync(host, identity, auths(), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!IsFinal(fault, cancellationToken))
            {
                outage.OnAttemptFailed(host, fault);
                _patience.OnFailure(_serverWasSilent);
                ThrowIfToBeGivenUp(identity.Timeout, fault);
            }

            await PauseAsync(_schedule.OnFailure(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Notes that an established connection has ended; waits if it did not last.</summary>
    public async Task OnConnectionEndedAsync(TimeSpan lifetime, CancellationToken cancellationToken)
    {
        _lostAt = time.GetTimestamp();
        _askedInVain = false;
        if (lifetime >= ProvenAfter)
        {
            _schedule.Reset();
        }
        else
        {
            await PauseAsync(_schedule.OnFailure(), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>That of upstream, a second, so that a recovered ensemble is found within that time; less if sessions are short.</summary>
    private static TimeSpan LongestPause(TimeSpan sessionTimeout)
    {
        var share = sessionTimeout / FewestAttempts;
        return share < LongestPauseOfAll ? share : LongestPauseOfAll;
    }

    private static bool IsFinal(Exception fault, CancellationToken cancellationToken) =>
        fault is SessionExpiredException or AuthFailedException || cancellationToken.IsCancellationRequested;

    /// <summary>
    /// Gives the session up when there has been no connection for the session timeout and servers have taken requests to resume it without a word.
    /// Each of these may have been heard, so that the session lives on, and its ephemeral nodes with it, for a client that hears nothing; asking
    /// on and on would keep it alive for ever. Servers that are down, or that close the connection, take no such request.
    /// </summary>
    private void ThrowIfToBeGivenUp(TimeSpan sessionTimeout, Exception fault)
    {
        if (_askedInVain && _lostAt is { } lostAt && time.GetElapsedTime(lostAt) >= sessionTimeout)
        {
            throw new SessionExpiredException(
                "connect",
                path: null,
                new TimeoutException("Servers took requests to resume the session and did not answer for the session timeout; it is left to expire.", fault));
        }
    }

    private async Task<EstablishedConnection> TryHostAsync(
        ZooKeeperHost host,
        SessionIdentity identity,
        IReadOnlyList<AuthEntry> auths,
        CancellationToken cancellationToken)
    {
        var share = identity.Timeout / Math.Max(_ring.Count, FewestAttempts);
        var patience = _patience.For(share, identity.Timeout, identity.IsNew);
        var endPoints = await LimitAsync(
            token => network.ResolveAsync(host, token),
            share,
            $"The name {host.Host} was not resolved",
            cancellationToken).ConfigureAwait(false);

        if (endPoints.Count == 0)
        {
            throw new IOException($"The name {host.Host} has no address.");
        }

        List<Exception> faults = [];
        foreach (var endPoint in Shuffle(endPoints))
        {
            try
            {
                return await LimitAsync(
                    token => TryEndPointAsync(endPoint, share / endPoints.Count, identity, auths, token),
                    patience / endPoints.Count,
                    $"{endPoint} did not answer",
                    cancellationToken).ConfigureAwait(false);
            }
            catch (Exception fault) when (!IsFinal(fault, cancellationToken))
            {
                faults.Add(fault);
            }
        }

        throw faults.Count == 1 ? faults[0] : new AggregateException($"None of the addresses of {host.Host} took the session.", faults);
    }

    private async Task<EstablishedConnection> TryEndPointAsync(
        EndPoint endPoint,
        TimeSpan share,
        SessionIdentity identity,
        IReadOnlyList<AuthEntry> auths,
        CancellationToken cancellationToken)
    {
        var transport = await LimitAsync(
            token => network.ConnectAsync(endPoint, token),
            share,
            $"{endPoint} was not reached",
            cancellationToken).ConfigureAwait(false);
        try
        {
            var handshake = new Handshake(transport, maxPacketLength, time);
            var result = await handshake.RunAsync(identity.ToRequest(), auths, cancellationToken).ConfigureAwait(false);
            return new EstablishedConnection(result, identity.Accept(result.Response), auths);
        }
        catch (Exception fault)
        {
            _serverWasSilent |= fault is OperationCanceledException;
            _askedInVain |= _serverWasSilent;
            transport.Abort();
            await transport.Input.CompleteAsync().ConfigureAwait(false);
            await transport.Output.CompleteAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Runs something that must not take longer than its share of the time.</summary>
    private async Task<T> LimitAsync<T>(
        Func<CancellationToken, Task<T>> run,
        TimeSpan limit,
        string complaint,
        CancellationToken cancellationToken)
    {
        using var timer = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        try
        {
            return await run(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException cancelled) when (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"{complaint} within {limit.TotalMilliseconds:F0} ms.", cancelled);
        }
    }

    private EndPoint[] Shuffle(IReadOnlyList<EndPoint> endPoints)
    {
        EndPoint[] shuffled = [.. endPoints];
        random.Shuffle(shuffled);
        return shuffled;
    }

    private Task PauseAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        delay > TimeSpan.Zero ? Task.Delay(delay, time, cancellationToken) : Task.CompletedTask;
}

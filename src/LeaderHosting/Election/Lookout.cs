using LeaderHosting.Election.Operations;
using LeaderHosting.Sessions;

namespace LeaderHosting.Election;

/// <summary>
/// Looks up the leader every now and then, so that a follower knows who leads without a watch of its own on the record: such a watch would wake every
/// candidate at every handover.
/// </summary>
/// <remarks>
/// A round costs two or three reads every third of the session timeout, in place of the client's ping. Its answers also serve as the requests that a
/// later proof settles, so that a follower that suddenly comes first has a lease after two commits.
/// </remarks>
internal sealed class Lookout
{
    private readonly Signal _signal = new();
    private readonly TimeProvider _time;
    private readonly ElectionLog _log;

    public Lookout(TimeProvider time, ElectionLog log)
    {
        _time = time;
        _log = log;
    }

    /// <summary>Makes the next round come at once.</summary>
    public void Wake() => _signal.Set();

    /// <summary>Runs rounds until the token is cancelled.</summary>
    /// <param name="context">The session and the path.</param>
    /// <param name="round">One round.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task RunAsync(ElectionContext context, Func<ElectionContext, CancellationToken, Task> round, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var wake = _signal.Next;
            try
            {
                await round(context, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                // A round that fails is no reason to look no more.
                _log.LookoutFailed(e, context.Settings.Path);
            }

            await wake.WaitAsync(Pause(context.Session.Timeout), _time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TimeSpan Pause(TimeSpan sessionTimeout)
    {
#pragma warning disable CA5394 // Spreading load needs no secrecy.
        return sessionTimeout / 3 * (0.9 + (Random.Shared.NextDouble() * 0.1));
#pragma warning restore CA5394
    }
}

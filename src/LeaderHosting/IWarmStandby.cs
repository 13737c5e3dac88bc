namespace LeaderHosting;

/// <summary>
/// What an <see cref="ILeaderOnlyService"/> implements besides to get ready while another node leads: fill a cache, load a model, open connections. Its next
/// <see cref="ILeaderOnlyService.StartAsync"/> finds in the instance what was prepared.
/// </summary>
/// <remarks>
/// <para>It is called on every follower, on several nodes at a time and beside the leader, so it may do only what any number of nodes may do: read, never
/// write.</para>
/// <para>Calls on one instance never overlap, neither with each other nor with a start or a stop. Those of several services run side by side, on
/// the thread pool.</para>
/// </remarks>
public interface IWarmStandby
{
    /// <summary>Prepares for the next term. Called each time this node has come to stand in the queue behind another one.</summary>
    /// <param name="cancellationToken">
    /// Cancelled when this node leaves the queue: because its turn has come, because it has lost its session, or because it shuts down.
    /// </param>
    /// <returns>
    /// A task that completes when the service is prepared. To keep what was prepared fresh, go on until <paramref name="cancellationToken"/> is cancelled.
    /// </returns>
    /// <remarks>
    /// <para>When it throws, that is logged and it is called again after a pause that grows from about a second to a minute. It never keeps a node from
    /// leading: a start must cope with nothing having been prepared, since a node that is alone leads at once and a turn may come at any moment.</para>
    /// <para>Taking over waits until the call has returned, because a start must not run beside it. So watch the token; how long the wait takes
    /// is added to the handover. The lease is kept meanwhile, no other node leads, and the log names the service after a second.</para>
    /// </remarks>
    Task PrepareAsync(CancellationToken cancellationToken);
}

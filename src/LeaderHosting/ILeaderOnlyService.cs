namespace LeaderHosting;

/// <summary>
/// Work that only the leader (the master) may do. Every registered implementation is started when this node becomes
/// leader and stopped when it ceases to be. Add it with <c>AddZooKeeperLeadership().AddService&lt;T&gt;()</c>.
/// </summary>
/// <remarks>
/// <para>Services are started in the order of their registration, one after another, and stopped in reverse order.
/// <see cref="StopAsync"/> is called only on a service whose <see cref="StartAsync"/> completed in the same term.
/// The same instance serves every term of the process, so it must be able to start again after a stop.</para>
/// <para>Calls never overlap: a start is awaited before the stop is called. They run on the thread pool, so a call that blocks
/// delays nothing but the services of this election.</para>
/// </remarks>
public interface ILeaderOnlyService
{
    /// <summary>Starts the work of one term. Leadership is this node's when it is called.</summary>
    /// <param name="term">
    /// The term: its number, its fencing token, and the token that is cancelled when the services have to stop. Work that goes on
    /// after this method returns watches <see cref="LeadershipTerm.CancellationToken"/>.
    /// </param>
    /// <param name="cancellationToken">
    /// Cancelled when the start should be given up, because the term ended meanwhile. It is the same signal as the term's own token.
    /// </param>
    /// <returns>A task that completes when the service has started. Long work goes on after it.</returns>
    /// <remarks>
    /// When it throws, the services that had started are stopped in reverse order, leadership is handed to the next candidate, and this
    /// node joins the end of the queue after a back-off. It has to clean up after itself: its own <see cref="StopAsync"/> is not called.
    /// </remarks>
    Task StartAsync(LeadershipTerm term, CancellationToken cancellationToken);

    /// <summary>Stops the work. When the returned task completes, nothing of the term may be running any more.</summary>
    /// <param name="cancellationToken">
    /// Cancelled when the stop budget (<see cref="ZooKeeperLeadershipOptions.StopBudget"/>) is used up: another node may lead soon, so
    /// whatever is still running should be abandoned at once.
    /// </param>
    /// <returns>A task that completes when the service has stopped.</returns>
    /// <remarks>
    /// An exception is logged and the service counts as stopped. A task that does not complete within the budget is an overrun:
    /// see <see cref="ZooKeeperLeadershipOptions.StopOverrun"/>.
    /// </remarks>
    Task StopAsync(CancellationToken cancellationToken);
}

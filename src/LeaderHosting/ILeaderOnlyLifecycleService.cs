namespace LeaderHosting;

/// <summary>
/// A leader-only service with steps of its own before and after all services of the election have started and stopped, as
/// <c>IHostedLifecycleService</c> has them for a host.
/// </summary>
/// <remarks>
/// In a term the order is: <see cref="StartingAsync"/> of all services, their <see cref="ILeaderOnlyService.StartAsync"/>, their <see cref="StartedAsync"/>;
/// and at its end, each in reverse order of registration, <see cref="StoppingAsync"/>, <see cref="ILeaderOnlyService.StopAsync"/>,
/// <see cref="StoppedAsync"/>. All of it runs under the term, and the stop budget is for the three steps of the end together.
/// </remarks>
public interface ILeaderOnlyLifecycleService : ILeaderOnlyService
{
    /// <summary>Called before any service of the election is started in this term.</summary>
    /// <param name="term">The term.</param>
    /// <param name="cancellationToken">Cancelled when the start should be given up, because the term ended meanwhile.</param>
    /// <returns>A task that completes when the step is done. An exception is that of a failed start.</returns>
    Task StartingAsync(LeadershipTerm term, CancellationToken cancellationToken);

    /// <summary>Called when all services of the election have started.</summary>
    /// <param name="cancellationToken">Cancelled when the start should be given up, because the term ended meanwhile.</param>
    /// <returns>A task that completes when the step is done. An exception is that of a failed start, and all services are stopped.</returns>
    Task StartedAsync(CancellationToken cancellationToken);

    /// <summary>Called before any service of the election is stopped, if this one has started.</summary>
    /// <param name="cancellationToken">Cancelled when the stop budget is used up.</param>
    /// <returns>A task that completes when the step is done. An exception is logged, and the stop goes on.</returns>
    Task StoppingAsync(CancellationToken cancellationToken);

    /// <summary>Called when all services of the election have stopped, if <see cref="StartingAsync"/> completed in this term, even if this service has not started.</summary>
    /// <param name="cancellationToken">Cancelled when the stop budget is used up.</param>
    /// <returns>A task that completes when nothing of the term is left. An exception is logged.</returns>
    Task StoppedAsync(CancellationToken cancellationToken);
}

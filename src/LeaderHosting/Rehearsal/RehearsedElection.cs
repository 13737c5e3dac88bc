using LeaderHosting.Diagnostics;
using LeaderHosting.Election;
using LeaderHosting.Lease;
using LeaderHosting.Sessions;
using Microsoft.Extensions.Logging.Abstractions;

namespace LeaderHosting.Rehearsal;

/// <summary>An election that runs the code of any other, and touches nothing: its ensemble is in memory, its service does nothing, and nobody hears its log and its instruments.</summary>
internal static class RehearsedElection
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>Stands behind a leader that crashes, and leads; resigns; stands behind one that hands over, and leads; leaves.</summary>
    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var time = LeaseTimeProvider.Instance;
        var ensemble = new RehearsalEnsemble(time);
        var settings = new ElectionSettings { Name = "", Path = RehearsalEnsemble.Path, NodeName = "rehearsal", StopOverrun = StopOverrunBehavior.Log };
        var host = new HostControl(static () => { }, static _ => { });

        var hub = new SessionHub(ensemble, time, NullLogger.Instance);
        await using (hub.ConfigureAwait(false))
        {
            var election = new ElectionParticipant(
                settings, hub, host, time, new ElectionLog(NullLogger.Instance), LeadershipInstruments.CreateUnheard());
            await using (election.ConfigureAwait(false))
            {
                ensemble.AddLeader();
                hub.Start();
                election.Start([new IdleService()]);
                await TakeOverTwiceAsync(election, ensemble, cancellationToken).ConfigureAwait(false);
                await election.CloseAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static async Task TakeOverTwiceAsync(ElectionParticipant election, RehearsalEnsemble ensemble, CancellationToken cancellationToken)
    {
        await UntilNextInLineAsync().ConfigureAwait(false);
        ensemble.CrashLeader();
        await UntilLeadingAsync().ConfigureAwait(false);

        ensemble.AddLeader();
        await election.ResignAsync(cancellationToken).ConfigureAwait(false);
        await UntilNextInLineAsync().ConfigureAwait(false);
        ensemble.HandOverTo(election.Board.State.Candidate!);
        await UntilLeadingAsync().ConfigureAwait(false);

        Task UntilNextInLineAsync() => UntilAsync(static state => state is { Phase: LeadershipPhase.Waiting, IsNext: true });

        Task UntilLeadingAsync() => UntilAsync(static state => state.Phase == LeadershipPhase.Leading);

        async Task UntilAsync(Func<ElectionState, bool> isReached)
        {
            // Who is next in line is no part of the status that can be watched.
            while (!isReached(election.Board.State))
            {
                await Task.Delay(LookAgain, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private sealed class IdleService : LeaderBackgroundService
    {
        protected override Task ExecuteAsync(LeadershipTerm term, CancellationToken stoppingToken) => Task.CompletedTask;
    }
}

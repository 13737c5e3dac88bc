using LeaderHosting.Election;

namespace LeaderHosting.Services;

/// <summary>What an election hears of the services of a term. Called from the thread pool.</summary>
internal interface ITermObserver
{
    /// <summary>All services have started.</summary>
    void Started(ElectionTerm term, TimeSpan took);

    /// <summary>A service threw from its start. Those after it were not started.</summary>
    void StartFailed(ElectionTerm term, ILeaderOnlyService service, Exception error);

    /// <summary>A service saw that the lease had ended, before the timer did.</summary>
    void FoundLost(ElectionTerm term);

    /// <summary>A service threw while it was being stopped; it counts as stopped.</summary>
    void StopFailed(ElectionTerm term, ILeaderOnlyService service, Exception error);

    /// <summary>A callback on the term's token threw.</summary>
    void CallbackFailed(ElectionTerm term, Exception error);

    /// <summary>The services have not stopped within their budget.</summary>
    void Overran(ElectionTerm term, TimeSpan budget);

    /// <summary>Nothing of the term is running any more.</summary>
    void Stopped(ElectionTerm term, TimeSpan took);

    /// <summary>The <c>ExecuteAsync</c> of a service returned during the term.</summary>
    void RunEnded(ElectionTerm term, ILeaderOnlyService service);

    /// <summary>The <c>ExecuteAsync</c> of a service threw during the term.</summary>
    void RunFailed(ElectionTerm term, ILeaderOnlyService service, Exception error);
}

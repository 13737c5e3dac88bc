using System.Diagnostics.Metrics;
using LeaderHosting.Services;

namespace LeaderHosting.Diagnostics;

/// <summary>Measures and traces how the leader-only services of an election start and stop. Costs nothing while nobody listens.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ServiceDiagnostics
{
    private readonly ElectionTags _tags;
    private readonly TimeProvider _time;
    private readonly LeadershipInstruments _instruments;

    public ServiceDiagnostics(ElectionTags tags, TimeProvider time, LeadershipInstruments instruments)
    {
        _tags = tags;
        _time = time;
        _instruments = instruments;
    }

    /// <summary>Starts a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="term">The term that it is started in.</param>
    /// <param name="termToken">The token of the term: a start that is given up when it is cancelled has not failed.</param>
    public Task StartAsync(ILeaderOnlyService service, LeadershipTerm term, CancellationToken termToken) =>
        IsObserved(_instruments.ServiceStartDuration) ? StartObservedAsync(service, term, termToken) : service.StartAsync(term, termToken);

    /// <summary>Stops a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="cancellationToken">Cancelled when the stop budget is used up.</param>
    public Task StopAsync(ILeaderOnlyService service, CancellationToken cancellationToken) =>
        IsObserved(_instruments.ServiceStopDuration) ? StopObservedAsync(service, cancellationToken) : service.StopAsync(cancellationToken);

    private bool IsObserved(Histogram<double> duration) => duration.Enabled || _instruments.IsTraced;

    private Task StartObservedAsync(ILeaderOnlyService service, LeadershipTerm term, CancellationToken termToken) =>
        DoObservedAsync("service.start", _instruments.ServiceStartDuration, service, () => service.StartAsync(term, termToken), termToken);

    private Task StopObservedAsync(ILeaderOnlyService service, CancellationToken cancellationToken) =>
        DoObservedAsync("service.stop", _instruments.ServiceStopDuration, service, () => service.StopAsync(cancellationToken), CancellationToken.None);

    private async Task DoObservedAsync(string spanName, Histogram<double> duration, ILeaderOnlyService service, Func<Task> step, CancellationToken termToken)
    {
        var type = ServiceName.Of(service);
        var began = _time.GetTimestamp();
        var outcome = "ok";
        using var span = Spans.StartChild(spanName, _tags.With(TagNames.ServiceType, type));
        try
        {
            await step().ConfigureAwait(false);
        }
        catch (Exception e) when (e is LeadershipLostException || (e is OperationCanceledException && termToken.IsCancellationRequested))
        {
            outcome = "cancelled";
            throw;
        }
        catch (Exception e)
        {
            outcome = "failed";
            span?.Fail(e);
            throw;
        }
        finally
        {
            span?.SetTag(TagNames.Outcome, outcome);
            duration.Record(_time.GetElapsedTime(began).TotalSeconds, _tags.With(TagNames.ServiceType, type, TagNames.Outcome, outcome));
        }
    }
}

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
    /// <param name="start">Starts it.</param>
    /// <param name="termToken">The token of the term: a start that is given up when it is cancelled has not failed.</param>
    public Task StartAsync(ILeaderOnlyService service, Func<Task> start, CancellationToken termToken) =>
        DoAsync("service.start", _instruments.ServiceStartDuration, service, start, termToken);

    /// <summary>Stops a service.</summary>
    /// <param name="service">The service.</param>
    /// <param name="stop">Stops it.</param>
    public Task StopAsync(ILeaderOnlyService service, Func<Task> stop) =>
        DoAsync("service.stop", _instruments.ServiceStopDuration, service, stop, CancellationToken.None);

    private Task DoAsync(string span, Histogram<double> duration, ILeaderOnlyService service, Func<Task> step, CancellationToken termToken) =>
        duration.Enabled || _instruments.IsTraced ? DoObservedAsync(span, duration, service, step, termToken) : step();

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

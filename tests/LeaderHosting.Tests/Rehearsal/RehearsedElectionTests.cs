using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using LeaderHosting.Rehearsal;

namespace LeaderHosting.Tests.Rehearsal;

/// <summary>A rehearsal goes all the way, in real time, and nobody sees or hears anything of it.</summary>
public sealed class RehearsedElectionTests : IDisposable
{
    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    public void Dispose() => _patience.Dispose();

    /// <summary>It waits for each of its steps, so that it ends is to say that all of them were taken.</summary>
    [Fact]
    public async Task It_comes_to_its_end_by_itself() => await RehearsedElection.RunAsync(_patience.Token);

    [Fact]
    public async Task It_shows_no_instrument_and_measures_nothing()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new MeterListener { InstrumentPublished = (instrument, l) => OnPublished(instrument, l, seen) };
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Note(seen, instrument, tags));
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Note(seen, instrument, tags));
        listener.Start();

        // Of hosts of other tests that have not been collected yet.
        seen.Clear();
        await RehearsedElection.RunAsync(_patience.Token);
        listener.RecordObservableInstruments();

        Assert.Empty(seen);
    }

    [Fact]
    public async Task It_leaves_no_span()
    {
        var seen = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == LeadershipDiagnostics.ActivitySourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStarted = activity => seen.Enqueue(activity.OperationName),
        };
        ActivitySource.AddActivityListener(listener);

        await RehearsedElection.RunAsync(_patience.Token);

        Assert.Empty(seen);
    }

    [Fact]
    public async Task It_can_be_given_up_at_any_time()
    {
        for (var milliseconds = 0; milliseconds < 400; milliseconds += 40)
        {
            using var ending = new CancellationTokenSource(milliseconds);

            // Whether it has been quick enough to end by then makes no difference.
            await RehearsedElection.RunAsync(ending.Token).WaitAsync(_patience.Token).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        Assert.False(_patience.IsCancellationRequested);
    }

    private static void OnPublished(Instrument instrument, MeterListener listener, ConcurrentQueue<string> seen)
    {
        if (instrument.Meter.Name == LeadershipDiagnostics.MeterName)
        {
            seen.Enqueue($"{instrument.Name} is published");
            listener.EnableMeasurementEvents(instrument);
        }
    }

    private static void Note(ConcurrentQueue<string> seen, Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (key, value) in tags)
        {
            if (key == "election.path" && (string?)value == RehearsalEnsemble.Path)
            {
                seen.Enqueue($"{instrument.Name} is measured");
            }
        }
    }
}

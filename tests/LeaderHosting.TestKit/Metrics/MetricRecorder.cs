using System.Diagnostics.Metrics;

namespace LeaderHosting.TestKit;

/// <summary>Listens to the meters of one factory, and to no other's in the process. Thread-safe.</summary>
public sealed class MetricRecorder : IDisposable
{
    private readonly Lock _lock = new();
    private readonly MeterListener _listener;
    private readonly List<Instrument> _instruments = [];
    private readonly List<Measured> _measured = [];
    private List<Measured> _observed = [];

    /// <param name="meters">Whose meters.</param>
    public MetricRecorder(IMeterFactory meters)
    {
        _listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name.StartsWith("LeaderHosting", StringComparison.Ordinal))
                {
                    lock (_lock)
                    {
                        _instruments.Add(instrument);
                    }

                    listener.EnableMeasurementEvents(instrument);
                }
            },
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The instruments there are.</summary>
    public IReadOnlyList<Instrument> Instruments
    {
        get
        {
            lock (_lock)
            {
                return [.. _instruments];
            }
        }
    }

    /// <summary>What has been measured with an instrument so far, oldest first.</summary>
    public IReadOnlyList<Measured> Of(string instrument)
    {
        lock (_lock)
        {
            return [.. _measured.Where(m => m.Instrument == instrument)];
        }
    }

    /// <summary>What an observable instrument shows now.</summary>
    public IReadOnlyList<Measured> Observe(string instrument)
    {
        lock (_lock)
        {
            _observed = [];
            _listener.RecordObservableInstruments();
            return [.. _observed.Where(m => m.Instrument == instrument)];
        }
    }

    /// <summary>Forgets what was measured: for tests that run on and on.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _measured.Clear();
        }
    }

    /// <summary>Listens no more.</summary>
    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var measured = new Measured(instrument.Name, value, tags.ToArray().ToDictionary(StringComparer.Ordinal));
        lock (_lock)
        {
            (instrument.IsObservable ? _observed : _measured).Add(measured);
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace LeaderHosting.TestKit;

/// <summary>Makes meters as a host's factory does: each name once, and with the factory as their scope.</summary>
public sealed class TestMeterFactory : IMeterFactory
{
    private readonly ConcurrentDictionary<string, Meter> _meters = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Meter Create(MeterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return _meters.GetOrAdd(options.Name, name => new Meter(new MeterOptions(name) { Scope = this }));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var meter in _meters.Values)
        {
            meter.Dispose();
        }
    }
}

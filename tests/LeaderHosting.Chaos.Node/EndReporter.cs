using Microsoft.Extensions.Logging;

namespace LeaderHosting.Chaos.Node;

/// <summary>Reports why a term has ended, which the library tells in its log (event 4102).</summary>
internal sealed class EndReporter(EventWriter events) : ILoggerProvider, ILogger
{
    private const int CeasedToLead = 4102;

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc/>
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc/>
    public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Information;

    /// <inheritdoc/>
    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (eventId.Id == CeasedToLead && state is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            events.Write($"ENDED {Value(values, "Term")} {Value(values, "Reason")}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held.
    }

    private static object? Value(IReadOnlyList<KeyValuePair<string, object?>> values, string name) =>
        values.FirstOrDefault(value => value.Key == name).Value;
}

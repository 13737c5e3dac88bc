using Microsoft.Extensions.Logging;

namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>Keeps the first message that says that a target broke down, and forgets all others: a long run logs millions. Thread-safe.</summary>
/// <param name="least">The level from which on a message says so.</param>
internal sealed class BreakdownLog(LogLevel least) : ILoggerFactory, ILogger
{
    private string? _first;

    /// <exception cref="FuzzFailureException">The target broke down.</exception>
    public void ThrowIfAny()
    {
        if (Volatile.Read(ref _first) is { } message)
        {
            throw new FuzzFailureException($"The target broke down: {message}");
        }
    }

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("This log passes nothing on.");

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    // Messages below the level are made all the same: making one must not fail either.
    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var message = $"{formatter(state, exception)} {exception}";
        if (logLevel >= least)
        {
            Interlocked.CompareExchange(ref _first, message, comparand: null);
        }
    }

    public void Dispose()
    {
        // Holds nothing.
    }
}

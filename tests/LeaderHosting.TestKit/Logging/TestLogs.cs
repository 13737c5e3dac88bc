using Microsoft.Extensions.Logging;
using Xunit.Abstractions;

namespace LeaderHosting.TestKit;

/// <summary>
/// Collects what is logged, for assertions, and shows it in the output of the running test when given an <see cref="ITestOutputHelper"/>.
/// Add it to a host with <c>builder.Logging.AddProvider(logs)</c>, or use it as a factory for a class under test. Thread-safe.
/// </summary>
public sealed class TestLogs(ITestOutputHelper? output = null) : ILoggerProvider, ILoggerFactory
{
    private readonly Lock _lock = new();
    private readonly List<LogEntry> _entries = [];

    /// <summary>What has been logged so far, oldest first: a copy.</summary>
    public IReadOnlyList<LogEntry> Entries
    {
        get
        {
            lock (_lock)
            {
                return [.. _entries];
            }
        }
    }

    /// <summary>Called with each entry, by whoever logs it, who waits for it: for tests that have to stop the clockwork at a certain point.</summary>
    public Action<LogEntry>? OnEntry { get; set; }

    /// <summary>Forgets what has been logged so far: for tests that run on and on.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _entries.Clear();
        }
    }

    /// <summary>The entries with this event id, oldest first.</summary>
    public IReadOnlyList<LogEntry> WithEventId(int eventId) => [.. Entries.Where(entry => entry.EventId.Id == eventId)];

    /// <summary>Waits until an entry that <paramref name="isAwaited"/> accepts has been logged, and returns the first such entry.</summary>
    /// <exception cref="TimeoutException">None came in time; the message shows all that was logged.</exception>
    public async Task<LogEntry> WaitForAsync(Func<LogEntry, bool> isAwaited, string what, TimeSpan? timeout = null)
    {
        await Eventually.TrueAsync(() => Entries.Any(isAwaited), $"a log entry: {what}", timeout, ToString);
        return Entries.First(isAwaited);
    }

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <summary>Creates a logger whose category is the name of <typeparamref name="T"/>.</summary>
    public ILogger<T> CreateLogger<T>() => LoggerFactoryExtensions.CreateLogger<T>(this);

    /// <summary>All entries, one per line.</summary>
    public override string ToString() => string.Join(Environment.NewLine, Entries);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The entries stay readable: a test may look at them after the host is gone.
    }

    void ILoggerFactory.AddProvider(ILoggerProvider provider) =>
        throw new NotSupportedException("TestLogs collects entries itself and passes them to no one.");

    private void Add(LogEntry entry)
    {
        lock (_lock)
        {
            _entries.Add(entry);
        }

        OnEntry?.Invoke(entry);
        try
        {
            output?.WriteLine($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {entry}");
        }
        catch (InvalidOperationException)
        {
            // The test has ended and something still logs; there is no output left to write to.
        }
    }

    private sealed class Logger(TestLogs logs, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            var values = new Dictionary<string, object?>(StringComparer.Ordinal);
            foreach (var (name, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                values[name] = value;
            }

            logs.Add(new LogEntry(logLevel, eventId, category, formatter(state, exception), exception, values));
        }
    }
}

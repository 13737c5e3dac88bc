using Microsoft.Extensions.Logging;

namespace LeaderHosting.TestKit;

/// <summary>One message that was logged while <see cref="TestLogs"/> listened.</summary>
/// <param name="Level">How severe it is.</param>
/// <param name="EventId">The event's number and name.</param>
/// <param name="Category">The logger's category, as a rule a type's full name.</param>
/// <param name="Message">The text with its values filled in.</param>
/// <param name="Exception">The exception logged with it, if any.</param>
/// <param name="Values">The named values of the message template.</param>
public sealed record LogEntry(
    LogLevel Level,
    EventId EventId,
    string Category,
    string Message,
    Exception? Exception,
    IReadOnlyDictionary<string, object?> Values)
{
    /// <summary>The entry on one line, the exception after it.</summary>
    public override string ToString() =>
        $"{Level} {Category}[{EventId.Id}] {Message}{(Exception is null ? "" : Environment.NewLine + Exception)}";
}

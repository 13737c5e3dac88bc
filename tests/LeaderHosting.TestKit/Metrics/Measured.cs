namespace LeaderHosting.TestKit;

/// <summary>One measurement.</summary>
/// <param name="Instrument">The name of the instrument.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Tags">Its tags.</param>
public sealed record Measured(string Instrument, double Value, IReadOnlyDictionary<string, object?> Tags)
{
    /// <summary>A tag as text; <see langword="null"/> when there is none.</summary>
    public string? this[string tag] => Tags.TryGetValue(tag, out var value) ? value?.ToString() : null;

    /// <summary>The measurement as one line.</summary>
    public override string ToString() => $"{Instrument} {Value:0.###} {string.Join(' ', Tags.Select(static t => $"{t.Key}={t.Value}"))}".TrimEnd();
}

namespace FailoverDemo;

/// <summary>Something worth a line.</summary>
/// <param name="At">How long after the start.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The line.</param>
internal sealed record DemoEvent(TimeSpan At, EventKind Kind, string Text);

using System.Diagnostics;

namespace LeaderHosting.Diagnostics;

/// <summary>Begins the spans of the source <see cref="LeadershipDiagnostics.ActivitySourceName"/>.</summary>
internal static class Spans
{
    private static readonly ActivitySource Source = new(LeadershipDiagnostics.ActivitySourceName);

    /// <summary>Whether anybody listens.</summary>
    public static bool IsListenedTo => Source.HasListeners();

    /// <summary>
    /// Begins a span that has no parent, and does not make it the present one: a role changes because of what happens in the ensemble, not because of
    /// whatever it was that set the election's loop going.
    /// </summary>
    public static Activity? StartRoot(string name, DateTimeOffset startTime, TagList tags)
    {
        using (Under(null))
        {
            return Source.StartActivity(name, ActivityKind.Internal, parentContext: default, tags, links: null, startTime);
        }
    }

    /// <summary>Begins a span under the present one, and makes it the present one.</summary>
    public static Activity? StartChild(string name, TagList tags) => Source.StartActivity(name, ActivityKind.Internal, parentContext: default, tags);

    /// <summary>Ends a span in failure.</summary>
    public static void Fail(this Activity span, Exception error)
    {
        span.SetStatus(ActivityStatusCode.Error, error.Message);
        span.AddException(error);
    }

    /// <summary>Makes this span, or none, the present one until the returned value is disposed.</summary>
    public static Present Under(Activity? span)
    {
        var before = Activity.Current;
        Activity.Current = span;
        return new Present(before);
    }

    /// <summary>Keeps what was the present span before.</summary>
    internal readonly struct Present(Activity? before) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => Activity.Current = before;
    }
}

using System.Diagnostics;
using LeaderHosting.Coordination;

namespace LeaderHosting.Diagnostics;

/// <summary>Counts what happens to sessions.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="instruments">Where; null: nowhere.</param>
internal sealed class SessionEventCounter(LeadershipInstruments? instruments)
{
    /// <summary>A session has told of a change.</summary>
    /// <param name="change">The change.</param>
    /// <param name="hasLived">Whether the session had been established before.</param>
    public void Add(CoordinationSessionEvent change, bool hasLived)
    {
        switch (change)
        {
            case CoordinationSessionEvent.Connected:
                Add(hasLived ? "resumed" : "established");
                break;
            case CoordinationSessionEvent.Suspended when hasLived:
                Add("suspended");
                break;
            case CoordinationSessionEvent.Lost lost:
                Add(hasLived ? "lost" : "refused", TagValue<CoordinationFault>.Of(lost.Fault));
                break;
        }
    }

    /// <summary>A session was given up because a server had cut its timeout.</summary>
    public void AddCurtailed() => Add("lost", "curtailed");

    /// <summary>A session was given up because an election could not give up its place.</summary>
    public void AddRecycled() => Add("lost", "recycled");

    /// <summary>A client has thrown.</summary>
    public void AddClientFailed() => Add("lost", "client_failed");

    private void Add(string what, string? error = null)
    {
        if (instruments is { SessionEvents: { Enabled: true } events })
        {
            events.Add(1, error is null
                ? new TagList { { TagNames.SessionEvent, what } }
                : new TagList { { TagNames.SessionEvent, what }, { TagNames.ErrorType, error } });
        }
    }
}

namespace LeaderHosting.Sessions;

/// <summary>What an election hears of the session it shares. Calls come one at a time, and must only hand the news on.</summary>
internal interface ISessionListener
{
    /// <summary>Whether something may be running that relies on the ephemeral nodes of the session, also of one that it has been told is over.</summary>
    bool ReliesOnSession { get; }

    /// <summary>A new session has been established; whatever belonged to an earlier one is gone.</summary>
    void OnEstablished(LiveSession session);

    /// <summary>The session is over.</summary>
    void OnLost(LiveSession session, string reason);

    /// <summary>The connection of the session came or went, or a session could not be made.</summary>
    void OnConnectionChanged();
}

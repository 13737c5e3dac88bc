namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Which state may follow which.</summary>
internal static class SessionTransitions
{
    /// <summary>Whether no state can follow.</summary>
    public static bool IsFinal(this SessionState state) =>
        state is SessionState.Expired or SessionState.Closed or SessionState.AuthFailed;

    /// <summary>Throws unless <paramref name="to"/> may follow <paramref name="from"/>.</summary>
    /// <exception cref="InvalidOperationException">It may not: a fault in this library.</exception>
    public static void Require(SessionState from, SessionState to)
    {
        var legal = (from, to) switch
        {
            (SessionState.Connecting or SessionState.Suspended, SessionState.Connected) => true,
            (SessionState.Connected, SessionState.Suspended) => true,
            (SessionState.Connecting or SessionState.Connected or SessionState.Suspended, _) => to.IsFinal(),
            _ => false,
        };
        if (!legal)
        {
            throw new InvalidOperationException($"A session cannot go from {from} to {to}.");
        }
    }
}

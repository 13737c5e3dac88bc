namespace LeaderHosting.Coordination;

/// <summary>Makes sessions; a new one after every one that was lost.</summary>
public interface ICoordinationSessionFactory
{
    /// <summary>The session timeout that is asked for.</summary>
    TimeSpan RequestedTimeout { get; }

    /// <summary>The servers, for the log; holds no secret.</summary>
    string Servers { get; }

    /// <summary>Makes a session. It connects when <see cref="ICoordinationSession.RunAsync"/> is called.</summary>
    /// <returns>The session.</returns>
    ICoordinationSession Create();
}

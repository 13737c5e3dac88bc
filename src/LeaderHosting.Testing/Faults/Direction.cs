namespace LeaderHosting.Testing;

/// <summary>One way that bytes go on a connection.</summary>
[Flags]
public enum Direction
{
    /// <summary>Neither way.</summary>
    None = 0,

    /// <summary>From the client to the server: requests and pings.</summary>
    ToServer = 1,

    /// <summary>From the server to the client: replies and notifications.</summary>
    ToClient = 2,

    /// <summary>Both ways.</summary>
    Both = ToServer | ToClient,
}

namespace LeaderHosting.TestKit;

/// <summary>Which traffic through a <see cref="TcpProxy"/> is meant.</summary>
[Flags]
public enum TrafficDirection
{
    /// <summary>Neither.</summary>
    None = 0,

    /// <summary>What clients send.</summary>
    ToServer = 1,

    /// <summary>What the server sends.</summary>
    ToClient = 2,

    /// <summary>Everything.</summary>
    Both = ToServer | ToClient,
}

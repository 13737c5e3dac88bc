using System.Net;

namespace LeaderHosting.Chaos.Network;

/// <summary>Where a process runs.</summary>
internal interface IMachine
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Its address.</summary>
    IPAddress Address { get; }

    /// <summary>Runs something there: a process that it starts, or a socket that it makes, belongs to the machine's network.</summary>
    Task<T> InvokeAsync<T>(Func<T> action);
}

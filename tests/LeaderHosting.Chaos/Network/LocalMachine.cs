using System.Net;

namespace LeaderHosting.Chaos.Network;

/// <summary>This machine, under a name.</summary>
internal sealed class LocalMachine(string name) : IMachine
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IPAddress Address => IPAddress.Loopback;

    /// <inheritdoc/>
    public Task<T> InvokeAsync<T>(Func<T> action) => Task.FromResult(action());
}

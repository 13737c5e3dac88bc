namespace LeaderHosting.Chaos.Network;

/// <summary>The machines of a run and what can be done to the links between them.</summary>
internal interface INetwork : IAsyncDisposable
{
    /// <summary>Where the ZooKeeper servers run.</summary>
    IReadOnlyList<IMachine> Servers { get; }

    /// <summary>Where the candidates run.</summary>
    IReadOnlyList<IMachine> Candidates { get; }

    /// <summary>What can't be done with this network, for the report; <see langword="null"/> when everything can.</summary>
    string? Limitation { get; }

    /// <summary>Where a server listens.</summary>
    ServerEndpoints EndpointsOf(int server);

    /// <summary>The servers as a candidate reaches them.</summary>
    string ConnectionStringOf(int candidate);

    /// <summary>Lays a fault on links, in one direction, until the result is disposed; <see langword="null"/> when it can't be done.</summary>
    IDisposable? Disturb(IEnumerable<IMachine> from, IEnumerable<IMachine> to, LinkQuality quality);
}

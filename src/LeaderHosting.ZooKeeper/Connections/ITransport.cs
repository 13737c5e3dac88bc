using System.IO.Pipelines;
using System.Net;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>One open connection, as a pair of pipes.</summary>
internal interface ITransport : IDuplexPipe
{
    /// <summary>The other side.</summary>
    EndPoint EndPoint { get; }

    /// <summary>Closes the connection at once, both ways: a read or write that is under way ends with an exception or as completed.
    /// The pipes themselves are completed by whoever reads and writes them. Idempotent and thread-safe.</summary>
    void Abort();
}

using System.IO.Pipelines;
using System.Net;

namespace LeaderHosting.Testing.Transports;

/// <summary>The bytes of one connection. Disposing it ends the connection.</summary>
internal interface ITransport : IDuplexPipe, IAsyncDisposable
{
    /// <summary>The client's address.</summary>
    IPEndPoint Remote { get; }
}

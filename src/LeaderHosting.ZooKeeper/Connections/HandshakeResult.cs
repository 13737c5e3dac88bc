using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>A connection on which the server has granted a session and accepted the credentials.</summary>
/// <param name="Transport">The open connection, with nothing read from it beyond the handshake.</param>
/// <param name="Response">What the server granted.</param>
/// <param name="RequestSentTimestamp">Taken before the request was given to the transport.</param>
/// <param name="AnsweredTimestamp">Taken after the response had been read.</param>
internal readonly record struct HandshakeResult(
    ITransport Transport,
    ConnectResponse Response,
    long RequestSentTimestamp,
    long AnsweredTimestamp);

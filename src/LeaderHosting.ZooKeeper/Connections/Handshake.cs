using System.IO.Pipelines;
using LeaderHosting.ZooKeeper.Protocol;
using LeaderHosting.ZooKeeper.Sessions;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>The start of a connection: asks for the session, then proves the identities, so that a session is called connected only when they hold.</summary>
internal sealed class Handshake(ITransport transport, int maxPacketLength, TimeProvider time)
{
    /// <summary>Runs it.</summary>
    /// <exception cref="ProtocolViolationException">The server broke the protocol.</exception>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    /// <exception cref="AuthFailedException">The server refused credentials.</exception>
    public async Task<HandshakeResult> RunAsync(
        ConnectRequest request,
        IReadOnlyList<AuthEntry> auths,
        CancellationToken cancellationToken)
    {
        var sent = time.GetTimestamp();
        await SendAsync(request, auths, cancellationToken).ConfigureAwait(false);
        var response = await ReceiveAsync(ParseResponse, cancellationToken).ConfigureAwait(false);
        var answered = time.GetTimestamp();

        // A server that has no session to grant closes the connection; it answers no credentials.
        if (response.Timeout > 0)
        {
            foreach (var auth in auths)
            {
                var answer = await ReceiveAsync(ParseAuthAnswer, cancellationToken).ConfigureAwait(false);
                if (answer.Error != ZooKeeperErrorCode.Ok)
                {
                    throw auth.ToException(answer.Error);
                }

                auth.Accept();
            }
        }

        return new HandshakeResult(transport, response, sent, answered);
    }

    private static ConnectResponse ParseResponse(ref JuteReader reader) => ConnectResponse.Read(ref reader);

    private static ReplyHeader ParseAuthAnswer(ref JuteReader reader)
    {
        var header = ReplyHeader.Read(ref reader);
        return header.Xid == SpecialXid.Auth
            ? header
            : throw new ProtocolViolationException($"The server sent packet {header.Xid} where the answer to the credentials was due.");
    }

    private async Task SendAsync(ConnectRequest request, IReadOnlyList<AuthEntry> auths, CancellationToken cancellationToken)
    {
        using var buffer = new FrameBuffer();
        var writer = new JuteWriter(buffer);
        buffer.BeginFrame();
        request.Write(writer);
        buffer.TryEndFrame(int.MaxValue, out _);
        foreach (var auth in auths)
        {
            buffer.BeginFrame();
            new RequestHeader(SpecialXid.Auth, OpCode.Auth).Write(writer);
            auth.ToRequest().Write(writer);
            buffer.TryEndFrame(int.MaxValue, out _);
        }

        await transport.Output.WriteAsync(buffer.Written, cancellationToken).ConfigureAwait(false);
    }

    private async Task<T> ReceiveAsync<T>(Parser<T> parse, CancellationToken cancellationToken)
    {
        while (true)
        {
            var result = await transport.Input.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (TryReceive(result, parse, out var value))
            {
                return value;
            }

            if (result.IsCompleted)
            {
                throw new EndOfStreamException("The server closed the connection during the handshake.");
            }
        }
    }

    private bool TryReceive<T>(ReadResult result, Parser<T> parse, out T value)
    {
        var buffer = result.Buffer;
        if (!FrameReader.TryRead(ref buffer, PacketLimits.Incoming(maxPacketLength), out var packet))
        {
            transport.Input.AdvanceTo(buffer.Start, buffer.End);
            value = default!;
            return false;
        }

        var reader = new JuteReader(packet);
        value = parse(ref reader);
        transport.Input.AdvanceTo(buffer.Start);
        return true;
    }

    private delegate T Parser<out T>(ref JuteReader reader);
}

using System.Buffers;
using System.IO.Pipelines;
using LeaderHosting.Testing.Core;
using LeaderHosting.Testing.Operations;
using LeaderHosting.Testing.Transports;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Connections;

/// <summary>
/// One connection: a loop that reads requests and hands them to the core, and a loop that sends what the core has queued.
/// Whatever goes wrong on it ends it and nothing else.
/// </summary>
internal sealed class ClientConnection : IReplySink
{
    /// <summary>How long a client may stay connected without saying hello (upstream's sessionless connection timeout).</summary>
    private static readonly TimeSpan HelloTimeout = TimeSpan.FromSeconds(10);

    private const int FlushAt = 64 * 1024;

    private readonly ITransport _transport;
    private readonly ConnectionServices _services;
    private readonly OutgoingQueue _outgoing;
    private readonly CancellationTokenSource _ended;
    private readonly Caller _caller;
    private readonly CancellationToken _stopping;
    private volatile bool _greeted;

    public ClientConnection(ITransport transport, ConnectionServices services, CancellationToken stopping)
    {
        _transport = transport;
        _services = services;
        _stopping = stopping;
        _outgoing = new OutgoingQueue(services.Time);
        _ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _caller = new Caller(this, transport.Remote, services.Time.GetUtcNow(), services.Core.Statistics)
        {
            TtlNodes = services.Limits.TtlNodes,
        };
    }

    public void Send(byte[] frame) => _outgoing.Add(frame);

    public void Close() => _outgoing.Complete();

    public void CloseWith(byte[] frame) => _outgoing.CompleteWith(frame);

    public void Abort()
    {
        try
        {
            // On another thread: this is called under the core's lock, and whoever waits for the cancellation may run at once.
            _ = _ended.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // Ended already; the timer of the greeting may come too late.
        }
    }

    /// <summary>Serves the connection until either side ends it. Does not throw.</summary>
    public async Task RunAsync()
    {
        _services.Core.Attach(_caller);
        var sending = SendAllAsync();
        try
        {
            await ReceiveAllAsync().ConfigureAwait(false);
        }
        finally
        {
            _services.Core.Detach(_caller);
            await _ended.CancelAsync().ConfigureAwait(false);
            await sending.ConfigureAwait(false);
            await CloseTransportAsync().ConfigureAwait(false);
            _ended.Dispose();
        }
    }

    private async Task ReceiveAllAsync()
    {
        try
        {
            using var hello = _services.Time.CreateTimer(
                static connection => ((ClientConnection)connection!).AbortUnlessGreeted(), this, HelloTimeout, Timeout.InfiniteTimeSpan);
            if (await AnswerFourLetterWordAsync().ConfigureAwait(false))
            {
                await WaitForEndAsync().ConfigureAwait(false);
                return;
            }

            await ReceivePacketsAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Ended from this side.
        }
        catch (ProtocolViolationException violation)
        {
            ServerLog.ProtocolViolation(_services.Logger, _caller.Remote, violation.Message);
        }
        catch (IOException broken)
        {
            ServerLog.ConnectionBroke(_services.Logger, broken, _caller.Remote);
        }
#pragma warning disable CA1031 // A fault in serving one client must not reach the others.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            ServerLog.ConnectionFailed(_services.Logger, fault, _caller.Remote);
        }
    }

    /// <summary>A connection may begin with a command of four letters in place of a packet's length.</summary>
    private async ValueTask<bool> AnswerFourLetterWordAsync()
    {
        var read = await _transport.Input.ReadAtLeastAsync(FrameReader.PrefixLength, _ended.Token).ConfigureAwait(false);
        await _services.Gate.PassToServerAsync(_caller.SessionId, _ended.Token).ConfigureAwait(false);
        var answer = read.Buffer.Length < FrameReader.PrefixLength
            ? null
            : _services.FourLetterWords.Answer(read.Buffer.Slice(0, FrameReader.PrefixLength).ToArray());
        if (answer is null)
        {
            _transport.Input.AdvanceTo(read.Buffer.Start);
            return false;
        }

        _greeted = true;
        _transport.Input.AdvanceTo(read.Buffer.End);
        Send(answer);
        Close();
        return true;
    }

    /// <summary>Reads and ignores until the answer has been sent: data left unread would turn the end of the connection into a reset.</summary>
    private async ValueTask WaitForEndAsync()
    {
        while (true)
        {
            var read = await _transport.Input.ReadAsync(_ended.Token).ConfigureAwait(false);
            _transport.Input.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, _services.Time, _ended.Token).ConfigureAwait(false);
            }
        }
    }

    private async ValueTask ReceivePacketsAsync()
    {
        while (true)
        {
            var read = await _transport.Input.ReadAsync(_ended.Token).ConfigureAwait(false);
            var buffer = read.Buffer;
            while (FrameReader.TryRead(ref buffer, _services.Limits.MaxPacket, out var packet))
            {
                await _services.Gate.PassToServerAsync(_caller.SessionId, _ended.Token).ConfigureAwait(false);
                await _outgoing.WaitForRoomAsync(_ended.Token).ConfigureAwait(false);
                Receive(packet);
            }

            _transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                await _services.Gate.PassToServerAsync(_caller.SessionId, _ended.Token).ConfigureAwait(false);
                return;
            }
        }
    }

    private void Receive(ReadOnlySequence<byte> packet)
    {
        var reader = new JuteReader(packet);
        if (!_greeted)
        {
            _greeted = true;
            _services.Core.Connect(_caller, ConnectRequest.Read(ref reader));
            return;
        }

        var header = RequestHeader.Read(ref reader);
        var operation = RequestDecoder.Decode(header.Type, ref reader, _caller.Address);
        var verdict = _services.RequestFaults.Any
            ? _services.RequestFaults.Decide(new ServerRequest((RequestKind)header.Type, operation.Paths, _caller.SessionId))
            : Verdict.Proceed;
        _services.Core.Execute(_caller, header, operation, verdict);
    }

    private void AbortUnlessGreeted()
    {
        if (!_greeted)
        {
            Abort();
        }
    }

    private async Task SendAllAsync()
    {
        try
        {
            while (await _outgoing.WaitToTakeAsync(_ended.Token).ConfigureAwait(false))
            {
                while (_outgoing.TryTake(out var packet))
                {
                    await SendAsync(packet).ConfigureAwait(false);
                }

                await _transport.Output.FlushAsync(_ended.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // Ended from the other loop, or by the core.
        }
        catch (IOException broken)
        {
            ServerLog.ConnectionBroke(_services.Logger, broken, _caller.Remote);
        }
        finally
        {
            // The reading loop has nothing left to do.
            await _ended.CancelAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask SendAsync(OutgoingQueue.Packet packet)
    {
        var pass = _services.Gate.PassToClientAsync(_caller.SessionId, packet.AddedAt, _ended.Token);
        if (!pass.IsCompletedSuccessfully || _transport.Output.UnflushedBytes > FlushAt)
        {
            // What has passed before must not wait with this packet.
            await _transport.Output.FlushAsync(_ended.Token).ConfigureAwait(false);
        }

        await pass.ConfigureAwait(false);
        _transport.Output.Write(packet.Bytes);
        _outgoing.Sent(packet);
    }

    /// <summary>Closes the transport, unless a fault keeps the end of the connection from the client.</summary>
    private async ValueTask CloseTransportAsync()
    {
        try
        {
            await _services.Gate.PassEndAsync(_caller.SessionId, _stopping).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The server stops: every connection ends now.
        }

        await _transport.DisposeAsync().ConfigureAwait(false);
    }
}

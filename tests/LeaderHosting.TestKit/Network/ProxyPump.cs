using System.Net.Sockets;
using System.Threading.Channels;

namespace LeaderHosting.TestKit;

/// <summary>Carries one direction of one connection: bytes, the end of the stream, and a reset.</summary>
internal sealed class ProxyPump(Socket from, Socket to, ProxyGate gate, Func<TimeSpan> delay)
{
    private const int BufferSize = 16 * 1024;

    // What may be on its way while a delay is set; then reading pauses and the sender feels it.
    private const int MaxChunksUnderWay = 256;

    private readonly Channel<Chunk> _underWay = Channel.CreateBounded<Chunk>(MaxChunksUnderWay);

    /// <summary>Runs until the stream ends or the receiver is gone. Throws a <see cref="SocketException"/> when the sender broke off.</summary>
    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        using var stopReading = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(stopReading.Token);
        try
        {
            await WriteAsync(cancellationToken);
        }
        finally
        {
            await stopReading.CancelAsync();
            await reading;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[BufferSize];
        try
        {
            int count;
            do
            {
                await gate.WaitUntilOpenAsync(cancellationToken);
                count = await from.ReceiveAsync(buffer, cancellationToken);
                var chunk = new Chunk(buffer.AsSpan(0, count).ToArray(), TimeProvider.System.GetTimestamp(), delay());
                await _underWay.Writer.WriteAsync(chunk, cancellationToken);
            }
            while (count > 0);

            _underWay.Writer.Complete();
        }
        catch (Exception exception)
        {
            // The writer meets it after what was received before, as the other side of a real connection would.
            _underWay.Writer.Complete(exception);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var chunk in _underWay.Reader.ReadAllAsync(cancellationToken))
            {
                await chunk.WaitUntilDueAsync(cancellationToken);
                if (!await TrySendAsync(chunk.Bytes, cancellationToken))
                {
                    return;
                }
            }
        }
        catch (SocketException)
        {
            // The sender broke off. That is news to the receiver, which a black hole holds back as well.
            await gate.WaitUntilOpenAsync(cancellationToken);
            throw;
        }

        await TryPassAsync(ShutdownSend, cancellationToken);
    }

    private async Task<bool> TrySendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        while (!bytes.IsEmpty)
        {
            var rest = bytes;
            if (await TryPassAsync(() => to.SendAsync(rest, cancellationToken), cancellationToken) is not { } sent)
            {
                return false;
            }

            bytes = rest[sent..];
        }

        return true;
    }

    /// <summary>
    /// Returns null when the receiver is gone. The pump of the other direction, which reads from it, will find that out and tell the
    /// sender, when its own gate lets it.
    /// </summary>
    private async Task<int?> TryPassAsync(Func<ValueTask<int>> send, CancellationToken cancellationToken)
    {
        try
        {
            return await gate.PassAsync(send, cancellationToken);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    private ValueTask<int> ShutdownSend()
    {
        to.Shutdown(SocketShutdown.Send);
        return new ValueTask<int>(0);
    }

    /// <summary>Some bytes (none: the end of the stream) and when they may be passed on.</summary>
    private readonly record struct Chunk(byte[] Bytes, long Received, TimeSpan Delay)
    {
        internal async Task WaitUntilDueAsync(CancellationToken cancellationToken)
        {
            // A system timer may fire up to a millisecond early; then the rest is waited for.
            for (var rest = Remaining(); rest > TimeSpan.Zero; rest = Remaining())
            {
                await Task.Delay(rest, TimeProvider.System, cancellationToken);
            }
        }

        private TimeSpan Remaining() => Delay - TimeProvider.System.GetElapsedTime(Received);
    }
}

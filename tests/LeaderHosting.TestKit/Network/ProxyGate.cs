namespace LeaderHosting.TestKit;

/// <summary>Lets one direction of a proxy's traffic pass, or holds it back. Thread-safe.</summary>
internal sealed class ProxyGate
{
    private readonly Lock _lock = new();
    private TaskCompletionSource? _reopened;
    private long _bytesPassed;

    /// <summary>How many bytes have gone through, over all connections.</summary>
    internal long BytesPassed => Volatile.Read(ref _bytesPassed);

    internal void Close()
    {
        lock (_lock)
        {
            _reopened ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    internal void Open()
    {
        lock (_lock)
        {
            _reopened?.SetResult();
            _reopened = null;
        }
    }

    internal Task WaitUntilOpenAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return _reopened?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;
        }
    }

    /// <summary>
    /// Waits until the gate is open and starts <paramref name="send"/> while it cannot close: once <see cref="Close"/> has returned,
    /// nothing new is handed to the system.
    /// </summary>
    /// <param name="send">Sends and returns the number of bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<int> PassAsync(Func<ValueTask<int>> send, CancellationToken cancellationToken)
    {
        while (true)
        {
            await WaitUntilOpenAsync(cancellationToken);
            ValueTask<int> sending;
            lock (_lock)
            {
                if (_reopened is not null)
                {
                    continue;
                }

                sending = send();
            }

            var sent = await sending;
            Interlocked.Add(ref _bytesPassed, sent);
            return sent;
        }
    }
}

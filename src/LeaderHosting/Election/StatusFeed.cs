using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace LeaderHosting.Election;

/// <summary>Hands the newest status to any number of readers; a slow one misses the ones in between and delays nobody.</summary>
/// <remarks>Thread-safe.</remarks>
/// <param name="gate">
/// What guards the status: a reader takes the present one and is added to the others in one step, and whoever publishes holds this lock already. With a lock of
/// its own the two would be taken in either order.
/// </param>
internal sealed class StatusFeed(Lock gate)
{
    private readonly Lock _lock = gate;
    private readonly List<Channel<LeadershipStatus>> _readers = [];
    private LeadershipStatus? _last;
    private bool _completed;

    /// <summary>Whether anybody reads.</summary>
    public bool HasReaders
    {
        get
        {
            lock (_lock)
            {
                return _readers.Count > 0;
            }
        }
    }

    /// <summary>Hands a status to the readers, unless nothing but the time of the last contact is new.</summary>
    public void Publish(LeadershipStatus status)
    {
        lock (_lock)
        {
            var news = status with { LastContact = null };
            if (_completed || _readers.Count == 0 || news == _last)
            {
                return;
            }

            _last = news;
            foreach (var reader in _readers)
            {
                reader.Writer.TryWrite(status);
            }
        }
    }

    /// <summary>Ends the sequences of all readers.</summary>
    public void Complete()
    {
        lock (_lock)
        {
            _completed = true;
            foreach (var reader in _readers)
            {
                reader.Writer.TryComplete();
            }
        }
    }

    /// <summary>Reads from now on, beginning with <paramref name="present"/>.</summary>
    public async IAsyncEnumerable<LeadershipStatus> ReadAsync(
        Func<LeadershipStatus> present, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var channel = Channel.CreateBounded<LeadershipStatus>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
        lock (_lock)
        {
            var now = present();
            channel.Writer.TryWrite(now);
            if (_completed)
            {
                channel.Writer.TryComplete();
            }
            else
            {
                _readers.Add(channel);
                _last ??= now with { LastContact = null };
            }
        }

        try
        {
            await foreach (var status in channel.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return status;
            }
        }
        finally
        {
            lock (_lock)
            {
                _readers.Remove(channel);
                _last = _readers.Count > 0 ? _last : null;
            }
        }
    }
}

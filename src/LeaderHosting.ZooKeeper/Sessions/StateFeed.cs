using System.Threading.Channels;

namespace LeaderHosting.ZooKeeper.Sessions;

/// <summary>Tells subscribers of each change, in order. Guarded by the session's lock: writing to a channel without a bound neither waits nor runs their code.</summary>
internal sealed class StateFeed(SessionStateChange initial)
{
    private readonly List<ChannelWriter<SessionStateChange>> _subscribers = [];

    /// <summary>The newest change.</summary>
    public SessionStateChange Current { get; private set; } = initial;

    /// <summary>Makes a channel that holds the current state and gets every change after it; complete after a final one.</summary>
    public Channel<SessionStateChange> Subscribe()
    {
        var channel = Channel.CreateUnbounded<SessionStateChange>(new UnboundedChannelOptions
        {
            SingleReader = true,
            SingleWriter = true,
            AllowSynchronousContinuations = false,
        });
        channel.Writer.TryWrite(Current);
        if (Current.State.IsFinal())
        {
            channel.Writer.TryComplete();
        }
        else
        {
            _subscribers.Add(channel.Writer);
        }

        return channel;
    }

    public void Unsubscribe(Channel<SessionStateChange> channel) => _subscribers.Remove(channel.Writer);

    public void Publish(SessionStateChange change)
    {
        Current = change;
        foreach (var subscriber in _subscribers)
        {
            subscriber.TryWrite(change);
            if (change.State.IsFinal())
            {
                subscriber.TryComplete();
            }
        }

        if (change.State.IsFinal())
        {
            _subscribers.Clear();
        }
    }
}

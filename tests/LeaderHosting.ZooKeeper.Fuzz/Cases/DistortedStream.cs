namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>The sending half of a hostile connection: distorts what is sent as its script says, and delivers it in pieces. For one sender.</summary>
internal sealed class DistortedStream(ConnectionScript script, Func<ReadOnlyMemory<byte>, Task> deliver)
{
    private readonly Random _random = new(script.Seed);
    private byte[]? _delayed;
    private int _sent;

    /// <summary>Whether everything the script asks for has been sent.</summary>
    public bool IsOver => _sent >= script.Packets;

    /// <summary>Sends a packet.</summary>
    /// <param name="frame">The packet with its length in front.</param>
    public async Task SendAsync(byte[] frame)
    {
        var distortion = _sent < script.Distortions.Count ? script.Distortions[_sent] : new Distortion(DistortionKind.None, 0);
        _sent++;
        if (distortion.Kind == DistortionKind.Delay && _delayed is null)
        {
            _delayed = frame;
            return;
        }

        foreach (var part in distortion.Apply(frame))
        {
            await DeliverInPiecesAsync(part);
        }

        if (_delayed is { } delayed)
        {
            _delayed = null;
            await DeliverInPiecesAsync(delayed);
        }
    }

    private async Task DeliverInPiecesAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var length = _random.Next(4) == 0 ? _random.Next(1, bytes.Length + 1) : bytes.Length;
            await deliver(bytes[..length]);
            bytes = bytes[length..];
        }
    }
}

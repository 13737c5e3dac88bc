using System.IO.Pipelines;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Connections;

/// <summary>The read loop: cuts what comes into packets and hands them to the connection, until the connection ends.</summary>
internal sealed class ReplyReader(PipeReader input, int maxPacketLength, Heartbeat heartbeat, Connection connection)
{
    /// <summary>Runs until the connection ends; what ends it is given to the connection, never thrown.</summary>
    public async Task RunAsync()
    {
        try
        {
            while (true)
            {
                var result = await input.ReadAsync().ConfigureAwait(false);
                var buffer = result.Buffer;
                while (FrameReader.TryRead(ref buffer, maxPacketLength, out var packet))
                {
                    heartbeat.OnReceived();
                    var reader = new JuteReader(packet);
                    connection.OnPacket(ref reader);
                }

                input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                {
                    throw new EndOfStreamException("The server closed the connection.");
                }
            }
        }
#pragma warning disable CA1031 // Whatever ends the loop ends the connection, with this as the cause.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            connection.Fault(fault);
        }
        finally
        {
            await input.CompleteAsync().ConfigureAwait(false);
        }
    }
}

using System.Buffers.Binary;
using LeaderHosting.Conformance.Wire;

namespace LeaderHosting.Testing.Tests.Recordings;

/// <summary>The test server answers as a real one did, to the byte, but for times, the session's id and its password.</summary>
public sealed class RecordingTests
{
    private const int SessionIdAt = 12;
    private const int PasswordAt = 24;
    private const int PasswordLength = 16;

    [Fact]
    public async Task The_bytes_are_those_of_ZooKeeper_3_8()
    {
        var recording = Recording.Load("zookeeper-3.8");
        await using var server = await ZooKeeperTestServer.StartAsync(
            new ZooKeeperTestServerOptions { TickTime = TimeSpan.FromMilliseconds(500), EnableTtlNodes = true });
        await using var connection = await WireConnection.OpenAsync(server.EndPoint);

        byte[]? recordedSession = null;
        byte[]? session = null;
        foreach (var step in recording.Steps)
        {
            foreach (var packet in step.Sent)
            {
                await connection.SendRawAsync(packet);
            }

            foreach (var recorded in step.Received)
            {
                var actual = new WireWriter().Buffer(await connection.ReceiveAsync()).ToArray();
                if (session is null)
                {
                    (recordedSession, session) = (recorded[SessionIdAt..(SessionIdAt + 8)], actual[SessionIdAt..(SessionIdAt + 8)]);
                    recorded.AsSpan(PasswordAt, PasswordLength).Clear();
                    actual.AsSpan(PasswordAt, PasswordLength).Clear();
                }

                MaskSession(recorded, recordedSession!);
                MaskSession(actual, session);
                MaskTimes(recorded, actual);
                Assert.True(
                    recorded.AsSpan().SequenceEqual(actual),
                    $"{step.What}:{Environment.NewLine}recorded {Convert.ToHexString(recorded)}{Environment.NewLine}answered {Convert.ToHexString(actual)}");
            }
        }

        Assert.Null(await connection.ReceiveAsync());
        Assert.Equal("end", recording.Steps[^1].What);
        Assert.True(recording.Steps.Count > 60);
    }

    private static void MaskSession(byte[] packet, byte[] session)
    {
        for (var at = packet.AsSpan().IndexOf(session); at >= 0; at = packet.AsSpan().IndexOf(session))
        {
            packet.AsSpan(at, session.Length).Clear();
        }
    }

    /// <summary>
    /// Masks milliseconds since 1970, where both packets have them. The years from 2023 to 2039 are taken for times: small zxids next to a time make
    /// numbers before and after.
    /// </summary>
    private static void MaskTimes(byte[] recorded, byte[] actual)
    {
        for (var at = 0; at + 8 <= Math.Min(recorded.Length, actual.Length); at++)
        {
            if (IsTime(recorded.AsSpan(at, 8)) && IsTime(actual.AsSpan(at, 8)))
            {
                recorded.AsSpan(at, 8).Clear();
                actual.AsSpan(at, 8).Clear();
            }
        }
    }

    private static bool IsTime(ReadOnlySpan<byte> bytes) =>
        BinaryPrimitives.ReadInt64BigEndian(bytes) is > 1_700_000_000_000 and < 2_190_000_000_000;
}

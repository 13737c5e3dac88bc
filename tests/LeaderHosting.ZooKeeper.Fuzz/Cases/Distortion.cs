using System.Buffers.Binary;

namespace LeaderHosting.ZooKeeper.Fuzz;

/// <summary>What becomes of one packet.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Seed">Settles where and how: the same seed does the same to the same packet.</param>
public sealed record Distortion(DistortionKind Kind, int Seed)
{
    private const int LongestNoise = 200;

    private static readonly int[] Numbers =
        [int.MinValue, -0x10000, -2, -1, 0, 1, 3, 16, 0xffff, 0xfffff, 0xfffff + 1024, 0xfffff + 1025, 0x1000000, int.MaxValue - 1, int.MaxValue];

    /// <summary>What arrives in place of a packet, in order. For <see cref="DistortionKind.Delay"/> the packet itself: <see cref="DistortedStream"/> keeps it back.</summary>
    /// <param name="frame">The packet with its length in front.</param>
    public IReadOnlyList<byte[]> Apply(byte[] frame)
    {
        var random = new Random(Seed);
        return Kind switch
        {
            DistortionKind.FlipBits => [FlipBits(frame, random)],
            DistortionKind.PlantNumber => [Plant(frame, random.Next(sizeof(int), Math.Max(frame.Length - 3, sizeof(int) + 1)), random)],
            DistortionKind.PlantLength => [Plant(frame, 0, random)],
            DistortionKind.Shorten => [WithLength(frame[..random.Next(sizeof(int), frame.Length)])],
            DistortionKind.CutOff => [frame[..random.Next(0, frame.Length)]],
            DistortionKind.Lengthen => [WithLength([.. frame, .. Noise(random)])],
            DistortionKind.Duplicate => [frame, frame],
            DistortionKind.Drop => [],
            DistortionKind.InsertNoise => [Noise(random), frame],
            DistortionKind.Replace => [WithLength([0, 0, 0, 0, .. Noise(random)])],
            _ => [frame],
        };
    }

    private static byte[] FlipBits(byte[] frame, Random random)
    {
        byte[] flipped = [.. frame];
        for (var left = random.Next(1, 9); left > 0; left--)
        {
            flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        }

        return flipped;
    }

    private static byte[] Plant(byte[] frame, int at, Random random)
    {
        byte[] planted = [.. frame];
        if (at + sizeof(int) <= planted.Length)
        {
            BinaryPrimitives.WriteInt32BigEndian(planted.AsSpan(at), Numbers[random.Next(Numbers.Length)]);
        }

        return planted;
    }

    private static byte[] WithLength(byte[] frame)
    {
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - sizeof(int));
        return frame;
    }

    private static byte[] Noise(Random random)
    {
        var noise = new byte[random.Next(1, LongestNoise)];
        random.NextBytes(noise);
        return noise;
    }
}

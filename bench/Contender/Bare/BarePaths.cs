using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Bench;

/// <summary>The znodes below which bare sessions meet.</summary>
internal static class BarePaths
{
    /// <summary>About as long as the record of a leader, in bytes.</summary>
    public const int RecordLength = 256;

    /// <summary>Creates a znode and those above it, as far as they are missing.</summary>
    public static async Task CreateAsync(ZooKeeperClient client, string path)
    {
        for (var end = path.IndexOf('/', 1); ; end = path.IndexOf('/', end + 1))
        {
            try
            {
                await client.CreateAsync(end < 0 ? path : path[..end], ReadOnlyMemory<byte>.Empty);
            }
            catch (NodeExistsException)
            {
                // Made before.
            }

            if (end < 0)
            {
                return;
            }
        }
    }
}

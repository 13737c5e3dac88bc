namespace LeaderHosting.ZooKeeper;

/// <summary>What follows from a <see cref="CreateMode"/>.</summary>
internal static class CreateModes
{
    public static bool IsSequential(this CreateMode mode) =>
        mode is CreateMode.PersistentSequential or CreateMode.EphemeralSequential or CreateMode.PersistentSequentialWithTtl;

    public static void RequireWithoutTtl(CreateMode mode)
    {
        if (mode is < CreateMode.Persistent or > CreateMode.Container)
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "A node with a time to live is created by CreateWithTtlAsync.");
        }
    }

    public static void RequireWithTtl(CreateMode mode)
    {
        if (mode is not (CreateMode.PersistentWithTtl or CreateMode.PersistentSequentialWithTtl))
        {
            throw new ArgumentOutOfRangeException(nameof(mode), mode, "Only PersistentWithTtl and PersistentSequentialWithTtl have a time to live.");
        }
    }
}

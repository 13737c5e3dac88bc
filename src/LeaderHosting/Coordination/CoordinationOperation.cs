namespace LeaderHosting.Coordination;

/// <summary>One operation of a transaction.</summary>
/// <param name="Path">The znode it is about.</param>
public abstract record CoordinationOperation(string Path)
{
    /// <summary>How many bytes of data it carries.</summary>
    internal virtual int DataLength => 0;

    /// <summary>Creates a znode with the session's ACL.</summary>
    /// <param name="Path">The path; for an ephemeral sequential node, the prefix of it.</param>
    /// <param name="Data">Its data.</param>
    /// <param name="Kind">What kind of node.</param>
    public sealed record Create(string Path, ReadOnlyMemory<byte> Data, CoordinationNodeKind Kind) : CoordinationOperation(Path)
    {
        internal override int DataLength => Data.Length;
    }

    /// <summary>Fails the transaction unless the znode exists.</summary>
    /// <param name="Path">The znode.</param>
    public sealed record Check(string Path) : CoordinationOperation(Path);

    /// <summary>Deletes a znode.</summary>
    /// <param name="Path">The znode.</param>
    public sealed record Delete(string Path) : CoordinationOperation(Path);

    /// <summary>Sets the data of a znode.</summary>
    /// <param name="Path">The znode.</param>
    /// <param name="Data">The data.</param>
    /// <param name="Version">The version that its data must have, or −1 for any.</param>
    public sealed record SetData(string Path, ReadOnlyMemory<byte> Data, int Version = -1) : CoordinationOperation(Path)
    {
        internal override int DataLength => Data.Length;
    }
}

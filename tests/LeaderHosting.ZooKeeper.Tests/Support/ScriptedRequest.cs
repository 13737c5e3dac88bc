using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Tests;

/// <summary>A request as a scripted server got it.</summary>
internal sealed record ScriptedRequest(RequestHeader Header, ReadOnlyMemory<byte> Body)
{
    public int Xid => Header.Xid;

    public OpCode Type => Header.Type;

    public TRecord As<TRecord>()
        where TRecord : IJuteRecord<TRecord> => Wire.Read<TRecord>(Body);

    /// <summary>The path most requests begin with.</summary>
    public string Path => As<SyncRequest>().Path;
}

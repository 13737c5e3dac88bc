using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Wire;

/// <summary>A reply: its header, and the bytes behind it.</summary>
public sealed record WireReply(int Xid, long Zxid, ZooKeeperErrorCode Error, byte[] Body)
{
    /// <summary>The body of a reply that must not be an error.</summary>
    public WireReader Ok()
    {
        Assert.Equal(ZooKeeperErrorCode.Ok, Error);
        return new WireReader(Body);
    }

    /// <summary>Asserts the error; nothing may follow it.</summary>
    public void Fails(ZooKeeperErrorCode error)
    {
        Assert.Equal(error, Error);
        Assert.Empty(Body);
    }
}

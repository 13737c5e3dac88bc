using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Creates a node with a time to live.</summary>
internal readonly struct CreateTtlOperation(
    Chroot chroot,
    string path,
    ReadOnlyMemory<byte> data,
    IReadOnlyList<Acl> acl,
    CreateMode mode,
    long ttl) : IOperation<CreateTtlOperation, CreateResult>
{
    public OpCode Type => OpCode.CreateTtl;

    public string? Path => path;

    public void Write(JuteWriter writer) => new CreateTtlRequest(path, data, acl, mode, ttl).Write(writer);

    public CreateResult Read(ref JuteReader reader)
    {
        var created = Create2Response.Read(ref reader);
        return new CreateResult(chroot.ToClient(created.Path), created.Stat);
    }
}

using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>Creates a node and learns its stat (create2, of 3.5 and later, or createContainer).</summary>
internal readonly struct CreateOperation(
    Chroot chroot,
    string path,
    ReadOnlyMemory<byte> data,
    IReadOnlyList<Acl> acl,
    CreateMode mode) : IOperation<CreateOperation, CreateResult>
{
    public OpCode Type => mode == CreateMode.Container ? OpCode.CreateContainer : OpCode.Create2;

    public string? Path => path;

    public void Write(JuteWriter writer) => new CreateRequest(path, data, acl, mode).Write(writer);

    public CreateResult Read(ref JuteReader reader)
    {
        var created = Create2Response.Read(ref reader);
        return new CreateResult(chroot.ToClient(created.Path), created.Stat);
    }
}

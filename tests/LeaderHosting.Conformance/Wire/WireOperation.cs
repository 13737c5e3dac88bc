using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Wire;

/// <summary>One operation of a multi or multiRead.</summary>
public sealed record WireOperation(int Op, WireWriter Body)
{
    public static WireOperation Create(string path, CreateMode mode = CreateMode.Persistent) =>
        new(Wire.Op.Create, WireClient.CreateBody(path, [], mode));

    public static WireOperation CreateContainer(string path) =>
        new(Wire.Op.CreateContainer, WireClient.CreateBody(path, [], CreateMode.Container));

    public static WireOperation Delete(string path, int version = -1) => new(Wire.Op.Delete, new WireWriter().String(path).Int(version));

    public static WireOperation SetData(string path, byte[] data, int version = -1) =>
        new(Wire.Op.SetData, new WireWriter().String(path).Buffer(data).Int(version));

    public static WireOperation Check(string path, int version) => new(Wire.Op.Check, new WireWriter().String(path).Int(version));

    public static WireOperation GetData(string path) => new(Wire.Op.GetData, new WireWriter().String(path).Bool(false));

    public static WireOperation GetChildren(string path) => new(Wire.Op.GetChildren, new WireWriter().String(path).Bool(false));

    public static WireWriter Encode(IEnumerable<WireOperation> operations)
    {
        var writer = new WireWriter();
        foreach (var operation in operations)
        {
            writer.Int(operation.Op).Bool(false).Int(-1).Raw(operation.Body.ToArray());
        }

        return writer.Int(Wire.Op.Error).Bool(true).Int(-1);
    }
}

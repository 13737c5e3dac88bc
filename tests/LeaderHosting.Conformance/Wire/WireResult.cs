using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Conformance.Wire;

/// <summary>One result of a multi or multiRead.</summary>
/// <param name="Type">The kind of result: that of the operation, or <see cref="Op.Error"/>.</param>
/// <param name="Error">The error, or Ok.</param>
public sealed record WireResult(int Type, ZooKeeperErrorCode Error)
{
    public string? Path { get; private init; }

    public byte[]? Data { get; private init; }

    public Stat? Stat { get; private init; }

    public string[]? Children { get; private init; }

    /// <summary>Reads all results; nothing may follow them.</summary>
    public static WireResult[] ReadAll(WireReader reader)
    {
        var results = new List<WireResult>();
        while (true)
        {
            var (type, done, error) = (reader.Int(), reader.Bool(), reader.Int());
            if (done)
            {
                Assert.Equal((Op.Error, -1), (type, error));
                Assert.True(reader.AtEnd);
                return [.. results];
            }

            results.Add(Read(reader, new WireResult(type, (ZooKeeperErrorCode)error)));
        }
    }

    private static WireResult Read(WireReader reader, WireResult result)
    {
        switch (result.Type)
        {
            case Op.Create:
                return result with { Path = reader.String() };
            case Op.Create2:
                return result with { Path = reader.String(), Stat = reader.Stat() };
            case Op.SetData:
                return result with { Stat = reader.Stat() };
            case Op.GetData:
                return result with { Data = reader.Buffer(), Stat = reader.Stat() };
            case Op.GetChildren:
                return result with { Children = reader.Strings() };
            case Op.Error:
                Assert.Equal((int)result.Error, reader.Int());
                return result;
            default:
                return result;
        }
    }
}

namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>One operation of a <see cref="MultiRequest"/>: a <see cref="MultiHeader"/> and the same record as when it is sent alone.</summary>
/// <remarks>Only the fields of its <see cref="Type"/> carry something.</remarks>
internal readonly record struct MultiOperation(OpCode Type, string Path)
{
    /// <summary>The data: create, create2, createContainer, createTTL, setData.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>The access control list: create, create2, createContainer, createTTL.</summary>
    public IReadOnlyList<Acl> Acl { get; init; } = [];

    /// <summary>The kind of node: create, create2, createContainer, createTTL.</summary>
    public CreateMode Mode { get; init; }

    /// <summary>The time to live in milliseconds: createTTL.</summary>
    public long Ttl { get; init; }

    /// <summary>The version the node must have, or -1: delete, setData, check.</summary>
    public int Version { get; init; }

    public static MultiOperation Read(OpCode type, ref JuteReader reader)
    {
        switch (type)
        {
            case OpCode.Create or OpCode.Create2 or OpCode.CreateContainer:
                var create = CreateRequest.Read(ref reader);
                return new(type, create.Path) { Data = create.Data, Acl = create.Acl, Mode = create.Mode };
            case OpCode.CreateTtl:
                var createTtl = CreateTtlRequest.Read(ref reader);
                return new(type, createTtl.Path)
                {
                    Data = createTtl.Data,
                    Acl = createTtl.Acl,
                    Mode = createTtl.Mode,
                    Ttl = createTtl.Ttl,
                };
            case OpCode.Delete:
                var delete = DeleteRequest.Read(ref reader);
                return new(type, delete.Path) { Version = delete.Version };
            case OpCode.SetData:
                var setData = SetDataRequest.Read(ref reader);
                return new(type, setData.Path) { Data = setData.Data, Version = setData.Version };
            case OpCode.Check:
                var check = CheckVersionRequest.Read(ref reader);
                return new(type, check.Path) { Version = check.Version };
            case OpCode.GetData:
                return new(type, GetDataRequest.Read(ref reader).Path);
            case OpCode.GetChildren:
                return new(type, GetChildrenRequest.Read(ref reader).Path);
            default:
                throw new ProtocolViolationException($"MultiHeader.type before byte {reader.Position}: {(int)type} is no operation of a multi.");
        }
    }

    public void Write(JuteWriter writer)
    {
        switch (Type)
        {
            case OpCode.Create or OpCode.Create2 or OpCode.CreateContainer:
                new CreateRequest(Path, Data, Acl, Mode).Write(writer);
                break;
            case OpCode.CreateTtl:
                new CreateTtlRequest(Path, Data, Acl, Mode, Ttl).Write(writer);
                break;
            case OpCode.Delete:
                new DeleteRequest(Path, Version).Write(writer);
                break;
            case OpCode.SetData:
                new SetDataRequest(Path, Data, Version).Write(writer);
                break;
            case OpCode.Check:
                new CheckVersionRequest(Path, Version).Write(writer);
                break;
            case OpCode.GetData:
                new GetDataRequest(Path, Watch: false).Write(writer);
                break;
            case OpCode.GetChildren:
                new GetChildrenRequest(Path, Watch: false).Write(writer);
                break;
            default:
                throw new InvalidOperationException($"{Type} is no operation of a multi.");
        }
    }
}

namespace LeaderHosting.ZooKeeper.Protocol;

/// <summary>The outcome of one operation of a multi.</summary>
/// <remarks>Only the fields of its <see cref="Type"/> carry something. In a failed transaction every result is an
/// <see cref="OpCode.Error"/>: Ok for the operations before the one that failed, RuntimeInconsistency for those after it.</remarks>
internal readonly record struct MultiResult(OpCode Type)
{
    /// <summary>The node created: create, create2, createContainer, createTTL.</summary>
    public string? Path { get; init; }

    /// <summary>What is known of the node: create2, createContainer, createTTL, setData, getData.</summary>
    public Stat Stat { get; init; }

    /// <summary>The data: getData.</summary>
    public byte[]? Data { get; init; }

    /// <summary>The names of the children: getChildren.</summary>
    public IReadOnlyList<string>? Children { get; init; }

    /// <summary>The outcome: error.</summary>
    public ZooKeeperErrorCode Error { get; init; }

    public static MultiResult Read(OpCode type, ref JuteReader reader)
    {
        switch (type)
        {
            case OpCode.Create:
                return new(type) { Path = CreateResponse.Read(ref reader).Path };
            case OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl:
                var created = Create2Response.Read(ref reader);
                return new(type) { Path = created.Path, Stat = created.Stat };
            case OpCode.SetData:
                return new(type) { Stat = SetDataResponse.Read(ref reader).Stat };
            case OpCode.Delete or OpCode.Check:
                return new(type);
            case OpCode.GetData:
                var data = GetDataResponse.Read(ref reader);
                return new(type) { Data = data.Data, Stat = data.Stat };
            case OpCode.GetChildren:
                return new(type) { Children = GetChildrenResponse.Read(ref reader).Children };
            case OpCode.Error:
                return new(type) { Error = ErrorResponse.Read(ref reader).Error };
            default:
                throw new ProtocolViolationException($"MultiHeader.type before byte {reader.Position}: {(int)type} is no result of a multi.");
        }
    }

    public void Write(JuteWriter writer)
    {
        switch (Type)
        {
            case OpCode.Create:
                new CreateResponse(Path ?? string.Empty).Write(writer);
                break;
            case OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl:
                new Create2Response(Path ?? string.Empty, Stat).Write(writer);
                break;
            case OpCode.SetData:
                new SetDataResponse(Stat).Write(writer);
                break;
            case OpCode.Delete or OpCode.Check:
                break;
            case OpCode.GetData:
                new GetDataResponse(Data ?? [], Stat).Write(writer);
                break;
            case OpCode.GetChildren:
                new GetChildrenResponse(Children ?? []).Write(writer);
                break;
            case OpCode.Error:
                new ErrorResponse(Error).Write(writer);
                break;
            default:
                throw new InvalidOperationException($"{Type} is no result of a multi.");
        }
    }
}

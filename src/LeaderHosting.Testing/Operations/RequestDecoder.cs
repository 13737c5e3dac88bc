using LeaderHosting.Testing.Operations.Reads;
using LeaderHosting.Testing.Operations.Watching;
using LeaderHosting.Testing.Operations.Writes;
using LeaderHosting.ZooKeeper;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.Testing.Operations;

/// <summary>Turns the body of a request into the operation that it asks for.</summary>
internal static class RequestDecoder
{
    /// <summary>Decodes one request.</summary>
    /// <param name="code">Its kind, from its header.</param>
    /// <param name="reader">Its body.</param>
    /// <param name="address">The client's address, the identity of the "ip" scheme.</param>
    /// <exception cref="ProtocolViolationException">Authentication data that cannot be decoded. Any other request that cannot be is answered with an error.</exception>
    public static IOperation Decode(OpCode code, ref JuteReader reader, string address)
    {
        if (code == OpCode.Auth)
        {
            return AuthOperation.Read(ref reader, address);
        }

        try
        {
            if (BeginsWithPath(code) && NullableFields.IsAbsent(reader))
            {
                throw new ProtocolViolationException("A request names no path.");
            }

            return Decode(code, ref reader);
        }
        catch (ProtocolViolationException)
        {
            return IsWrite(code)
                ? new RefusedOperation(ZooKeeperErrorCode.MarshallingError)
                : new RefusedRead(ZooKeeperErrorCode.MarshallingError);
        }
    }

    private static IOperation Decode(OpCode code, ref JuteReader reader) => code switch
    {
        OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl => CreateOperation.Read(code, ref reader, inMulti: false),
        OpCode.Delete => DeleteOperation.Read(ref reader),
        OpCode.SetData => SetDataOperation.Read(ref reader),
        OpCode.SetAcl => SetAclOperation.Read(ref reader),
        OpCode.Check => CheckOperation.Read(ref reader),
        OpCode.Multi => MultiWriteOperation.Read(ref reader),

        // Meant for the server's own use; from a client, upstream reads its body as a path that cannot be.
        OpCode.DeleteContainer => new RefusedOperation(ZooKeeperErrorCode.BadArguments),
        OpCode.Reconfig => new RefusedOperation(ZooKeeperErrorCode.ReconfigDisabled),

        OpCode.Exists => ExistsOperation.Read(ref reader),
        OpCode.GetData => GetDataOperation.Read(ref reader),
        OpCode.GetChildren => GetChildrenOperation.Read(ref reader, withStat: false),
        OpCode.GetChildren2 => GetChildrenOperation.Read(ref reader, withStat: true),
        OpCode.GetAcl => GetAclOperation.Read(ref reader),
        OpCode.GetEphemerals => GetEphemeralsOperation.Read(ref reader),
        OpCode.GetAllChildrenNumber => GetAllChildrenNumberOperation.Read(ref reader),
        OpCode.MultiRead => MultiReadOperation.Read(ref reader),
        OpCode.Sync => SyncOperation.Read(ref reader),
        OpCode.Ping => new PingOperation(),
        OpCode.WhoAmI => new WhoAmIOperation(),

        OpCode.SetWatches => SetWatchesOperation.Read(ref reader),
        OpCode.SetWatches2 => SetWatchesOperation.Read2(ref reader),
        OpCode.AddWatch => AddWatchOperation.Read(ref reader),
        OpCode.CheckWatches => CheckWatchesOperation.Read(ref reader),
        OpCode.RemoveWatches => RemoveWatchesOperation.Read(ref reader),

        OpCode.CloseSession => new CloseSessionOperation(),
        OpCode.Sasl => new SaslOperation(),
        _ => new UnknownOperation(),
    };

    private static bool BeginsWithPath(OpCode code) =>
        code is > OpCode.Notification and not (OpCode.Ping or OpCode.Multi or OpCode.MultiRead or OpCode.SetWatches or OpCode.SetWatches2
            or OpCode.Sasl or OpCode.WhoAmI or OpCode.Reconfig or OpCode.DeleteContainer or OpCode.GetEphemerals);

    private static bool IsWrite(OpCode code) =>
        code is OpCode.Create or OpCode.Create2 or OpCode.CreateContainer or OpCode.CreateTtl
            or OpCode.Delete or OpCode.SetData or OpCode.SetAcl or OpCode.Check or OpCode.Multi;
}

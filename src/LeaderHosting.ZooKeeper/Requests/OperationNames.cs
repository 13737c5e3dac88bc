using System.Globalization;
using LeaderHosting.ZooKeeper.Protocol;

namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>ZooKeeper's names for requests, as its documentation and its logs spell them.</summary>
internal static class OperationNames
{
    public static string Of(OpCode type) => type switch
    {
        OpCode.Create or OpCode.Create2 or OpCode.CreateContainer => "create",
        OpCode.CreateTtl => "createTTL",
        OpCode.Delete => "delete",
        OpCode.Exists => "exists",
        OpCode.GetData => "getData",
        OpCode.SetData => "setData",
        OpCode.GetAcl => "getACL",
        OpCode.SetAcl => "setACL",
        OpCode.GetChildren or OpCode.GetChildren2 => "getChildren",
        OpCode.Sync => "sync",
        OpCode.Multi => "multi",
        OpCode.MultiRead => "multiRead",
        OpCode.RemoveWatches => "removeWatches",
        OpCode.Auth => "auth",
        OpCode.CloseSession => "closeSession",
        _ => ((int)type).ToString(CultureInfo.InvariantCulture),
    };
}

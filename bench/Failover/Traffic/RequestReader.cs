using System.Buffers.Binary;
using System.Globalization;

namespace LeaderHosting.Bench.Failover.Traffic;

/// <summary>Reads from a packet what kind of request it is. It knows no more of the protocol than it needs for that, and is independent of the client that is measured.</summary>
internal static class RequestReader
{
    /// <summary>The name of a ping.</summary>
    public const string Ping = "ping";

    /// <summary>The name of the end of a session.</summary>
    public const string Close = "closeSession";

    /// <summary>The name of a deletion, also within a transaction.</summary>
    public const string Delete = "delete";

    private const int TypeOffset = sizeof(int); // behind the number of the request
    private const int BodyOffset = TypeOffset + sizeof(int);
    private const int MultiHeaderLength = sizeof(int) + 1 + sizeof(int);
    private const int CheckType = 13;
    private const int DeleteType = 2;
    private const int SetDataType = 5;
    private const int MultiType = 14;

    private static readonly Dictionary<int, string> Names = new()
    {
        [-11] = Close,
        [1] = "create",
        [DeleteType] = Delete,
        [3] = "exists",
        [4] = "getData",
        [SetDataType] = "setData",
        [8] = "getChildren",
        [9] = "sync",
        [11] = Ping,
        [12] = "getChildren",
        [CheckType] = "check",
        [MultiType] = "multi",
        [15] = "create",
        [18] = "removeWatches",
        [101] = "setWatches",
        [105] = "setWatches",
        [106] = "addWatch",
    };

    /// <summary>What it is called, a transaction together with its operations: <c>multi(check, setData)</c>.</summary>
    public static string NameOf(ReadOnlySpan<byte> request)
    {
        var type = BinaryPrimitives.ReadInt32BigEndian(request[TypeOffset..]);
        return type == MultiType ? $"multi({string.Join(", ", OperationsOf(request[BodyOffset..]))})" : NameOf(type);
    }

    private static string NameOf(int type) => Names.GetValueOrDefault(type) ?? "type " + type.ToString(CultureInfo.InvariantCulture);

    private static List<string> OperationsOf(ReadOnlySpan<byte> body)
    {
        var operations = new List<string>();
        while (body.Length >= MultiHeaderLength && body[sizeof(int)] == 0)
        {
            var type = BinaryPrimitives.ReadInt32BigEndian(body);
            operations.Add(NameOf(type));
            body = body[MultiHeaderLength..];
            switch (type)
            {
                case CheckType or DeleteType:
                    body = body[(LengthOfText(body) + sizeof(int))..];
                    break;
                case SetDataType:
                    body = body[LengthOfText(body)..];
                    body = body[(LengthOfText(body) + sizeof(int))..];
                    break;
                default:
                    // A create, whose rest no election here needs to know.
                    operations.Add("...");
                    return operations;
            }
        }

        return operations;
    }

    /// <summary>How long a text or a buffer is, together with its length in front.</summary>
    private static int LengthOfText(ReadOnlySpan<byte> body) => sizeof(int) + Math.Max(0, BinaryPrimitives.ReadInt32BigEndian(body));
}

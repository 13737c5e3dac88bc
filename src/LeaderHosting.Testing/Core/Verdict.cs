using LeaderHosting.ZooKeeper;

namespace LeaderHosting.Testing.Core;

/// <summary>What is to become of one request, as the faults decide that are in force.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Error">With <see cref="VerdictKind.Fail"/>, the error to answer.</param>
internal readonly record struct Verdict(VerdictKind Kind, ZooKeeperErrorCode Error = ZooKeeperErrorCode.Ok)
{
    public static readonly Verdict Proceed = new(VerdictKind.Proceed);
}

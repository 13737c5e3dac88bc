using LeaderHosting.Coordination;

namespace LeaderHosting.Tests.Ensemble;

/// <summary>A request as it is about to be sent.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Path">The znode it is about; of a transaction the first one's.</param>
/// <param name="Operations">The operations of a transaction.</param>
internal sealed record FakeRequest(FakeRequestKind Kind, string Path, IReadOnlyList<CoordinationOperation> Operations)
{
    /// <summary>A transaction that makes the sender leader.</summary>
    public bool IsClaim => Operations is [CoordinationOperation.Check, CoordinationOperation.SetData { Version: -1 }];

    /// <summary>A transaction by which a leader gives up its place, with a successor or without one.</summary>
    public bool IsHandover => Operations.Any(o => o is CoordinationOperation.Delete);

    /// <summary>A transaction that only proves the lease.</summary>
    public bool IsProof => Operations.Count > 0 && Operations.All(static o => o is CoordinationOperation.Check);
}

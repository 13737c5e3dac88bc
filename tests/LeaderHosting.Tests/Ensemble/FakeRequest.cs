using LeaderHosting.Coordination;
using LeaderHosting.Election;

namespace LeaderHosting.Tests.Ensemble;

/// <summary>A request as it is about to be sent.</summary>
/// <param name="Kind">What it asks for.</param>
/// <param name="Path">The znode it is about; of several the first one's.</param>
/// <param name="Operations">The operations of a transaction.</param>
internal sealed record FakeRequest(FakeRequestKind Kind, string Path, IReadOnlyList<CoordinationOperation> Operations)
{
    /// <summary>The reads of a request that asks for several znodes.</summary>
    public IReadOnlyList<CoordinationRead> Reads { get; init; } = [];

    /// <summary>A transaction that makes the sender leader, perhaps with the creation of its candidate.</summary>
    public bool IsClaim => Operations is [.., CoordinationOperation.Check, CoordinationOperation.SetData set]
        && LeaderRecord.TryRead(set.Data.Span, out var record) && record is { Term: null };

    /// <summary>Creates a candidate, and perhaps makes it the leader as well.</summary>
    public bool IsRegistration => (Kind == FakeRequestKind.Create || Operations is [CoordinationOperation.Create, ..]) && Path.Contains("/_c_", StringComparison.Ordinal);

    /// <summary>A transaction by which a leader gives up its place, with a successor or without one.</summary>
    public bool IsHandover => Operations.Any(o => o is CoordinationOperation.Delete);

    /// <summary>A transaction that only proves the lease.</summary>
    public bool IsProof => Operations.Count > 0 && Operations.All(static o => o is CoordinationOperation.Check);
}

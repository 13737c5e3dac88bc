namespace LeaderHosting.Election;

/// <summary>The identity of a term.</summary>
/// <param name="Number">The data version of the election path after the claim or handover.</param>
/// <param name="FencingToken">The zxid of that transaction.</param>
internal sealed record Term(long Number, long FencingToken);

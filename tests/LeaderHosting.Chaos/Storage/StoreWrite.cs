namespace LeaderHosting.Chaos.Storage;

/// <summary>A write that reached the store.</summary>
/// <param name="At">When: <c>Stopwatch.GetTimestamp()</c>.</param>
/// <param name="Writer">The process that wrote.</param>
/// <param name="Term">Its term.</param>
/// <param name="Token">Its fencing token.</param>
/// <param name="Accepted">Whether the token was at least the largest one seen.</param>
internal sealed record StoreWrite(long At, string Writer, long Term, long Token, bool Accepted);

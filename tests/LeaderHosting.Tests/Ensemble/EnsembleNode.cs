namespace LeaderHosting.Tests.Ensemble;

/// <summary>A znode.</summary>
internal sealed record EnsembleNode(ReadOnlyMemory<byte> Data, int Version, long ModifiedZxid, long Owner, int NextSequence);

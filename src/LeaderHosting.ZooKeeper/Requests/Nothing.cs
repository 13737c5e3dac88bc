namespace LeaderHosting.ZooKeeper.Requests;

/// <summary>The result of a request that is answered without a body.</summary>
internal readonly struct Nothing;

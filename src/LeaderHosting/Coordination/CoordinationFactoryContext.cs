namespace LeaderHosting.Coordination;

/// <summary>What a client has to know to make sessions for elections.</summary>
/// <param name="Services">The services of the host.</param>
/// <param name="Options">
/// The validated settings of the election. All elections whose servers, session timeout, credentials and ACL are the same share the sessions of one
/// factory, so it must look at nothing else.
/// </param>
/// <param name="Clock">The clock that the election counts by: all timestamps of the sessions must be this clock's.</param>
public sealed record CoordinationFactoryContext(IServiceProvider Services, ZooKeeperLeadershipOptions Options, TimeProvider Clock);

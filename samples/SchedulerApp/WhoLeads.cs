using LeaderHosting;

namespace SchedulerApp;

/// <summary>Says in one line who leads.</summary>
public static class WhoLeads
{
    /// <summary>Describes what a node knows.</summary>
    public static string Describe(LeadershipStatus status) => (status.Role, status.Leader) switch
    {
        (LeadershipRole.Leader, _) => $"{status.NodeName} is master (term {status.Term}).\n",
        (LeadershipRole.Observer, { } leader) => $"{status.NodeName} looks on; {leader.Name} is master (term {status.Term}).\n",
        (LeadershipRole.Observer, null) => $"{status.NodeName} looks on; it knows of no master.\n",
        (_, { } leader) => $"{status.NodeName} is slave; {leader.Name} is master (term {status.Term}).\n",
        (_, null) => $"{status.NodeName} is slave; it knows of no master.\n",
    };
}
